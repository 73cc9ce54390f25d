#include <iostream>
#include <vector>

using namespace std;

struct Line {
    int to, fare;
};

// Returns the smallest sum of fares from town 1 to town n, or -1; lines[a] are the lines from town a.
long long cheapest([[maybe_unused]] int n, [[maybe_unused]] int vouchers,
                   [[maybe_unused]] const vector<vector<Line>>& lines) {
    // Write your solution here.
    return 0;
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
