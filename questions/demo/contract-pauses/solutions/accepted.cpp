#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

using namespace std;

struct Contract {
    int first, last, fee;
};

// Returns (largest sum of fees, smallest number of contracts).
pair<long long, int> best_choice(int pause, vector<Contract> contracts) {
    ranges::sort(contracts, {}, &Contract::last);
    // best[i]: the best (sum, -number) among the i contracts that end first
    vector<pair<long long, int>> best{{0, 0}};
    for (const Contract& contract : contracts) {
        const auto after = ranges::lower_bound(contracts, contract.first - pause, {}, &Contract::last);
        const auto [sum, number] = best[after - contracts.begin()];
        best.push_back(max(best.back(), {sum + contract.fee, number - 1}));
    }
    return {best.back().first, -best.back().second};
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, pause;
    cin >> n >> pause;
    vector<Contract> contracts(n);
    for (Contract& contract : contracts) cin >> contract.first >> contract.last >> contract.fee;
    const auto [sum, number] = best_choice(pause, contracts);
    cout << sum << ' ' << number << '\n';
}
