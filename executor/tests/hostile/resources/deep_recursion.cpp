// attack: recursion without end
// expect: runtime_error | memory_limit
// limits: cpu=3 memory=128
#include <cstdio>

static int down(volatile int depth) {
    volatile char frame[1024];
    frame[depth & 1023] = 1;
    return down(depth + 1) + frame[(depth + 1) & 1023];
}

int main() {
    std::printf("%d\n", down(0));
}
