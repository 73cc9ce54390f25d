#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

using namespace std;

struct Visitor {
    int arrival, service;
};

// Returns the sum of waiting times, and how many visitors each desk served (index 0 is desk 1).
pair<long long, vector<int>> serve(int desks, [[maybe_unused]] const vector<Visitor>& visitors) {
    // Write your solution here.
    return {0, vector<int>(desks)};
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
