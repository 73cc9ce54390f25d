#include <iostream>
#include <vector>

using namespace std;

// Returns the cost of each employee's team. Vectors are indexed by employee number; managers[head] is 0.
vector<long long> team_costs(const vector<int>& managers, const vector<int>& salaries) {
    vector<vector<int>> reports(managers.size());
    for (size_t employee = 1; employee < managers.size(); ++employee) {
        reports[managers[employee]].push_back(static_cast<int>(employee));
    }
    vector<int> top_down = reports[0];  // managers come before their reports
    for (size_t i = 0; i < top_down.size(); ++i) {
        const vector<int>& below = reports[top_down[i]];
        top_down.insert(top_down.end(), below.begin(), below.end());
    }
    vector<long long> costs(salaries.begin(), salaries.end());
    for (auto employee = top_down.rbegin(); employee != top_down.rend(); ++employee) {
        costs[managers[*employee]] += costs[*employee];
    }
    return costs;
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
