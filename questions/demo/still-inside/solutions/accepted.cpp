#include <iostream>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

using namespace std;

// Returns the names whose last line in the log (direction, name) is "in".
vector<string> still_inside(const vector<pair<string, string>>& log) {
    unordered_set<string> inside;
    for (const auto& [direction, name] : log) {
        if (direction == "in") {
            inside.insert(name);
        } else {
            inside.erase(name);
        }
    }
    return {inside.begin(), inside.end()};
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    vector<pair<string, string>> log(n);
    for (auto& [direction, name] : log) cin >> direction >> name;
    const vector<string> inside = still_inside(log);
    if (inside.empty()) cout << "nobody\n";
    for (const string& name : inside) cout << name << '\n';
}
