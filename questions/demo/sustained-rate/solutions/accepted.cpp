#include <algorithm>
#include <iomanip>
#include <iostream>
#include <vector>

using namespace std;

// Whether some stretch of at least k seconds has the average `rate` or a larger one.
bool sustained(const vector<int>& records, int k, double rate) {
    // the records above `rate`, up to now, up to k seconds ago, and the least of the latter
    double ahead = 0, behind = 0, lowest = 0;
    for (int second = 0; second < static_cast<int>(records.size()); ++second) {
        ahead += records[second] - rate;
        if (second >= k) {
            behind += records[second - k] - rate;
            lowest = min(lowest, behind);
        }
        if (second >= k - 1 && ahead >= lowest) return true;
    }
    return false;
}

// Returns the largest average over at least k consecutive seconds.
double best_rate(const vector<int>& records, int k) {
    double low = 0, high = 1'000'000;
    while (high - low > 1e-7) {
        const double middle = (low + high) / 2;
        (sustained(records, k, middle) ? low : high) = middle;
    }
    return high;
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, k;
    cin >> n >> k;
    vector<int> records(n);
    for (int& count : records) cin >> count;
    cout << fixed << setprecision(7) << best_rate(records, k) << '\n';
}
