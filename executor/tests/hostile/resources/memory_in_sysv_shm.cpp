// attack: memory in System V segments that are attached, filled and detached
// expect: accepted | memory_limit
// stdout: stopped
// limits: cpu=4 memory=64
#include <cstdio>
#include <cstring>
#include <sys/ipc.h>
#include <sys/shm.h>

int main() {
    const size_t size = 32u << 20;
    size_t filled = 0;
    for (int i = 0; i < 16; i++) {
        int id = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
        if (id < 0) break;
        void* at = shmat(id, nullptr, 0);
        if (at == reinterpret_cast<void*>(-1)) break;
        std::memset(at, 1, size);
        shmdt(at);
        filled += size;
    }
    if (filled >= (256u << 20)) std::printf("LEAK %zu\n", filled);
    else std::puts("stopped");
}
