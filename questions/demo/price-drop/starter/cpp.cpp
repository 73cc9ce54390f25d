#include <iostream>
#include <vector>

using namespace std;

// Returns for each day the number of days until a strictly lower price, or 0.
vector<int> days_to_wait([[maybe_unused]] const vector<int>& prices) {
    // Write your solution here.
    return {};
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    vector<int> prices(n);
    for (int& price : prices) cin >> price;
    for (int days : days_to_wait(prices)) cout << days << ' ';
    cout << '\n';
}
