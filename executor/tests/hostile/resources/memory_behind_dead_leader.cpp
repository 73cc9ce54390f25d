// attack: the main thread exits, so /proc/<pid>/status shows a zombie; a second thread then takes the memory
// expect: memory_limit
// limits: cpu=3 idle=3 memory=64
#include <cstring>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

static void* hoard(void*) {
    usleep(50000);
    const size_t size = 400u << 20;
    void* block = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block != MAP_FAILED) std::memset(block, 1, size);
    sleep(1);
    write(1, "hoarded\n", 8);
    _exit(block == MAP_FAILED ? 1 : 0);
}

int main() {
    pthread_t thread;
    pthread_create(&thread, nullptr, hoard, nullptr);
    pthread_exit(nullptr);
}
