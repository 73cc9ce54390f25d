// attack: the main thread exits, its other threads burn
// expect: time_limit
// limits: cpu=1 idle=5 memory=64
#include <pthread.h>

static void* burn(void*) {
    for (volatile unsigned long i = 0;; i = i + 1) {
    }
}

int main() {
    pthread_t thread;
    pthread_create(&thread, nullptr, burn, nullptr);
    pthread_create(&thread, nullptr, burn, nullptr);
    pthread_exit(nullptr);
}
