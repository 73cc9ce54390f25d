#include <algorithm>
#include <iostream>
#include <numeric>
#include <queue>
#include <utility>
#include <vector>

using namespace std;

struct Visitor {
    int arrival, service;
};

// Returns the sum of waiting times, and how many visitors each desk served (index 0 is desk 1).
pair<long long, vector<int>> serve(int desks, const vector<Visitor>& visitors) {
    using Busy = pair<long long, int>;  // idle again at, desk
    long long waited = 0, now = 0;
    vector<int> served(desks);
    vector<int> numbers(desks);
    iota(numbers.begin(), numbers.end(), 0);
    priority_queue<int, vector<int>, greater<>> idle(numbers.begin(), numbers.end());
    priority_queue<Busy, vector<Busy>, greater<>> busy;
    for (const auto& [arrival, service] : visitors) {
        now = max<long long>(now, arrival);
        if (idle.empty()) now = max(now, busy.top().first);
        for (; !busy.empty() && busy.top().first <= now; busy.pop()) idle.push(busy.top().second);
        const int desk = idle.top();
        idle.pop();
        ++served[desk];
        waited += now - arrival;
        busy.emplace(now + service, desk);
    }
    return {waited, served};
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, desks;
    cin >> n >> desks;
    vector<Visitor> visitors(n);
    for (Visitor& visitor : visitors) cin >> visitor.arrival >> visitor.service;
    const auto [waited, served] = serve(desks, visitors);
    const auto busiest = max_element(served.begin(), served.end());
    cout << waited << '\n' << busiest - served.begin() + 1 << ' ' << *busiest << '\n';
}
