#include <iostream>
#include <utility>
#include <vector>

using namespace std;

// Returns (first minute, total) of the quietest k consecutive minutes; minutes count from 1.
pair<int, long long> quietest(const vector<int>& counts, int k) {
    long long total = 0;
    for (int i = 0; i < k; ++i) total += counts[i];
    pair<int, long long> best{1, total};
    for (size_t end = k; end < counts.size(); ++end) {
        total += counts[end] - counts[end - k];
        if (total < best.second) best = {static_cast<int>(end) - k + 2, total};
    }
    return best;
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
