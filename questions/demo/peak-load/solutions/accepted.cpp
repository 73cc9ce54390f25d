#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

using namespace std;

struct Job {
    int start, end, memory;
};

// Returns (peak memory, earliest time of the peak).
pair<long long, int> peak(const vector<Job>& jobs) {
    vector<pair<int, long long>> changes;
    for (const Job& job : jobs) {
        changes.emplace_back(job.start, job.memory);
        changes.emplace_back(job.end, -job.memory);
    }
    // At equal times the negative changes come first: memory is freed before it is taken.
    sort(changes.begin(), changes.end());
    long long held = 0;
    pair<long long, int> best{0, 0};
    for (const auto& [time, amount] : changes) {
        held += amount;
        if (held > best.first) best = {held, time};
    }
    return best;
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
