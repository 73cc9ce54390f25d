// attack: ends by each kind of signal that a sandbox may take for its own
// case: 9 -> unreached
// case: 31 -> unreached
// case: 24 -> unreached
// case: 25 -> unreached
// case: 15 -> unreached
// expect: runtime_error | time_limit | output_limit | memory_limit
// limits: cpu=2 idle=3 memory=64
#include <csignal>
#include <cstdio>
#include <unistd.h>

int main() {
    int number = 0;
    if (std::scanf("%d", &number) != 1) return 2;
    kill(getpid(), number);
    pause();
    std::puts("unreached");
}
