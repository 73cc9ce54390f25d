// attack: System V shared memory, semaphores and message queues outlive the process that made them
// case: plant -> planted
// case: look -> clean
// expect: accepted
// limits: cpu=2 idle=4 memory=64
#include <cstdio>
#include <cstring>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

int main() {
    char word[16] = {};
    if (std::scanf("%15s", word) != 1) return 2;
    if (!std::strcmp(word, "plant")) {
        for (int key = 0x5eed; key < 0x5eed + 4; key++) {
            shmget(key, 4096, IPC_CREAT | 0666);
            semget(key, 4, IPC_CREAT | 0666);
            msgget(key, IPC_CREAT | 0666);
        }
        std::puts("planted");
        return 0;
    }
    int left = 0;
    for (int key = 0x5eed; key < 0x5eed + 4; key++)
        left += (shmget(key, 0, 0) >= 0) + (semget(key, 0, 0) >= 0) + (msgget(key, 0) >= 0);
    shminfo limits{};
    shm_info used{};
    int highest = shmctl(0, SHM_INFO, reinterpret_cast<shmid_ds*>(&used));
    (void)limits;
    if (left || (highest >= 0 && used.used_ids > 0)) std::printf("LEAK %d by key, %d segments\n", left, used.used_ids);
    else std::puts("clean");
}
