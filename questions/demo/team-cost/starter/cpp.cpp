#include <iostream>
#include <vector>

using namespace std;

// Returns the cost of each employee's team. Vectors are indexed by employee number; managers[head] is 0.
vector<long long> team_costs(const vector<int>& managers, [[maybe_unused]] const vector<int>& salaries) {
    // Write your solution here.
    return vector<long long>(managers.size());
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, q;
    cin >> n >> q;
    vector<int> managers(n + 1), salaries(n + 1);
    for (int employee = 1; employee <= n; ++employee) cin >> managers[employee] >> salaries[employee];
    const vector<long long> costs = team_costs(managers, salaries);
    while (q-- > 0) {
        int employee;
        cin >> employee;
        cout << costs[employee] << '\n';
    }
}
