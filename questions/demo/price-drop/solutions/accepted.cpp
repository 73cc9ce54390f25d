#include <iostream>
#include <stack>
#include <vector>

using namespace std;

// Returns for each day the number of days until a strictly lower price, or 0.
vector<int> days_to_wait(const vector<int>& prices) {
    const int n = static_cast<int>(prices.size());
    vector<int> answers(n);
    stack<int> waiting;  // days without an answer so far; their prices never fall
    for (int day = 0; day < n; ++day) {
        while (!waiting.empty() && prices[waiting.top()] > prices[day]) {
            answers[waiting.top()] = day - waiting.top();
            waiting.pop();
        }
        waiting.push(day);
    }
    return answers;
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
