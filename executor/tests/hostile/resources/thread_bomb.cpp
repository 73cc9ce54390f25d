// attack: starts threads that burn until no more can be made, then burns as well
// expect: time_limit | memory_limit
// limits: cpu=1 idle=3 memory=128
#include <pthread.h>

static void* burn(void*) {
    for (volatile unsigned long i = 0;; i = i + 1) {
    }
}

int main() {
    for (;;) {
        pthread_t thread;
        pthread_create(&thread, nullptr, burn, nullptr);
    }
}
