#include <iostream>
#include <utility>
#include <vector>

using namespace std;

struct Contract {
    int first, last, fee;
};

// Returns (largest sum of fees, smallest number of contracts).
pair<long long, int> best_choice([[maybe_unused]] int pause, [[maybe_unused]] vector<Contract> contracts) {
    // Write your solution here.
    return {0, 0};
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
