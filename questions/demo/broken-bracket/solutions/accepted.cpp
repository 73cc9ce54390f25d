#include <iostream>
#include <string>
#include <string_view>
#include <vector>

using namespace std;

// Returns "ok", or the position (from 1) of the bracket to report.
string report(const string& text) {
    constexpr string_view opening = "([{", closing = ")]}";
    vector<size_t> still_open;
    for (size_t at = 0; at < text.size(); ++at) {
        if (opening.find(text[at]) != string_view::npos) still_open.push_back(at);
        const size_t kind = closing.find(text[at]);
        if (kind == string_view::npos) continue;
        if (still_open.empty() || text[still_open.back()] != opening[kind]) return to_string(at + 1);
        still_open.pop_back();
    }
    return still_open.empty() ? "ok" : to_string(still_open.back() + 1);
}

int main() {
    ios::sync_with_stdio(false);
    string text;
    getline(cin, text);
    cout << report(text) << '\n';
}
