#include <iostream>
#include <queue>
#include <utility>
#include <vector>

using namespace std;

// Returns the services 1..n in order of deployment, or fewer than n when there is a circle.
// A need (a, b) means that a is deployed before b.
vector<int> deployment_order(int n, const vector<pair<int, int>>& needs) {
    vector<int> unmet(n + 1);
    vector<vector<int>> unlocks(n + 1);
    for (const auto& [before, after] : needs) {
        ++unmet[after];
        unlocks[before].push_back(after);
    }
    priority_queue<int, vector<int>, greater<>> ready;
    for (int service = 1; service <= n; ++service) {
        if (unmet[service] == 0) ready.push(service);
    }
    vector<int> order;
    while (!ready.empty()) {
        const int service = ready.top();
        ready.pop();
        order.push_back(service);
        for (int after : unlocks[service]) {
            if (--unmet[after] == 0) ready.push(after);
        }
    }
    return order;
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, m;
    cin >> n >> m;
    vector<pair<int, int>> needs(m);
    for (auto& [before, after] : needs) cin >> before >> after;
    const vector<int> order = deployment_order(n, needs);
    if (order.size() < static_cast<size_t>(n)) {
        cout << "circle\n";
        return 0;
    }
    for (int service : order) cout << service << ' ';
    cout << '\n';
}
