#include <iostream>
#include <limits>
#include <queue>
#include <tuple>
#include <vector>

using namespace std;

struct Line {
    int to, fare;
};

// Returns the smallest sum of fares from town 1 to town n, or -1; lines[a] are the lines from town a.
long long cheapest(int n, int vouchers, const vector<vector<Line>>& lines) {
    using State = tuple<long long, int, int>;  // paid so far, vouchers used, town
    vector<vector<long long>> paid(vouchers + 1, vector<long long>(n + 1, numeric_limits<long long>::max()));
    priority_queue<State, vector<State>, greater<>> queue;
    const auto reach = [&](long long cost, int used, int town) {
        if (cost >= paid[used][town]) return;
        paid[used][town] = cost;
        queue.emplace(cost, used, town);
    };
    reach(0, 0, 1);
    while (!queue.empty()) {
        const auto [cost, used, town] = queue.top();
        queue.pop();
        if (town == n) return cost;
        if (cost > paid[used][town]) continue;
        for (const auto& [to, fare] : lines[town]) {
            reach(cost + fare, used, to);
            if (used < vouchers) reach(cost, used + 1, to);
        }
    }
    return -1;
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, m, vouchers;
    cin >> n >> m >> vouchers;
    vector<vector<Line>> lines(n + 1);
    while (m-- > 0) {
        int a, b, fare;
        cin >> a >> b >> fare;
        lines[a].push_back({b, fare});
        lines[b].push_back({a, fare});
    }
    cout << cheapest(n, vouchers, lines) << '\n';
}
