#include <iostream>
#include <utility>
#include <vector>

using namespace std;

struct Job {
    int start, end, memory;
};

// Returns (peak memory, earliest time of the peak).
pair<long long, int> peak([[maybe_unused]] const vector<Job>& jobs) {
    // Write your solution here.
    return {0, 0};
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    vector<Job> jobs(n);
    for (Job& job : jobs) cin >> job.start >> job.end >> job.memory;
    const auto [memory, time] = peak(jobs);
    cout << memory << ' ' << time << '\n';
}
