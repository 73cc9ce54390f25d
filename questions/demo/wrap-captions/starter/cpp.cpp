#include <iostream>
#include <string>
#include <vector>

using namespace std;

// Returns the lines of the caption, each of at most `width` characters. The words are in UTF-8.
vector<string> wrap([[maybe_unused]] const vector<string>& words, [[maybe_unused]] size_t width) {
    // Write your solution here.
    return {};
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    size_t width;
    cin >> width;
    vector<string> words;
    for (string word; cin >> word;) words.push_back(word);
    for (const string& line : wrap(words, width)) cout << line << '\n';
}
