#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

using namespace std;

// The number of characters in a UTF-8 string: every byte but the continuation bytes, which are 10xxxxxx.
size_t characters(const string& word) {
    return count_if(word.begin(), word.end(), [](unsigned char byte) { return (byte & 0xC0) != 0x80; });
}

// Returns the lines of the caption, each of at most `width` characters. The words are in UTF-8.
vector<string> wrap(const vector<string>& words, size_t width) {
    vector<string> lines;
    size_t used = width;
    for (const string& word : words) {
        const size_t length = characters(word);
        if (used + 1 + length <= width) {
            lines.back() += ' ' + word;
            used += 1 + length;
        } else {
            lines.push_back(word);
            used = length;
        }
    }
    return lines;
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
