// attack: POSIX message queues, shared memory and named semaphores
// case: plant -> planted
// case: look -> clean
// expect: accepted
// limits: cpu=2 idle=4 memory=64
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <unistd.h>

int main() {
    char word[16] = {};
    if (std::scanf("%15s", word) != 1) return 2;
    if (!std::strcmp(word, "plant")) {
        mq_open("/seed", O_CREAT | O_RDWR, 0666, nullptr);
        sem_open("/seed", O_CREAT, 0666, 3);
        int memory = shm_open("/seed", O_CREAT | O_RDWR, 0666);
        if (memory >= 0 && ftruncate(memory, 4096) != 0) return 3;
        std::puts("planted");
        return 0;
    }
    int left = 0;
    if (mq_open("/seed", O_RDWR) != static_cast<mqd_t>(-1)) left |= 1;
    if (sem_open("/seed", 0) != SEM_FAILED) left |= 2;
    if (shm_open("/seed", O_RDWR, 0) >= 0) left |= 4;
    if (left) std::printf("LEAK %d\n", left);
    else std::puts("clean");
}
