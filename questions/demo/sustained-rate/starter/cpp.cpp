#include <iomanip>
#include <iostream>
#include <vector>

using namespace std;

// Returns the largest average over at least k consecutive seconds.
double best_rate([[maybe_unused]] const vector<int>& records, [[maybe_unused]] int k) {
    // Write your solution here.
    return -1;
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
