// attack: twice the limit for a moment, given back, then a clean exit with the right answer
// expect: memory_limit
// stdout: ok
// limits: cpu=3 memory=64
#include <cstdio>
#include <cstring>
#include <sys/mman.h>

int main() {
    const size_t size = 160u << 20;
    void* block = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block != MAP_FAILED) {
        std::memset(block, 1, size);
        munmap(block, size);
    }
    std::puts("ok");
}
