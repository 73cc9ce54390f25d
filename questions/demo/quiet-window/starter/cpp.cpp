#include <iostream>
#include <utility>
#include <vector>

using namespace std;

// Returns (first minute, total) of the quietest k consecutive minutes; minutes count from 1.
pair<int, long long> quietest([[maybe_unused]] const vector<int>& counts, [[maybe_unused]] int k) {
    // Write your solution here.
    return {0, 0};
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, k;
    cin >> n >> k;
    vector<int> counts(n);
    for (int& count : counts) cin >> count;
    const auto [start, total] = quietest(counts, k);
    cout << start << ' ' << total << '\n';
}
