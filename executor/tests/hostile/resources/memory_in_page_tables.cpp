// attack: reads one byte of every 2 MiB of a huge mapping: the pages are the kernel's one page of zeros, their tables are not
// expect: memory_limit
// stdout: stopped
// limits: cpu=8 idle=5 memory=64
#include <cstdio>
#include <sys/mman.h>

int main() {
    const unsigned long step = 2ul << 20, tables = 400000, size = tables * step;
    void* at = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED) return 3;
    madvise(at, size, MADV_NOHUGEPAGE);
    auto* bytes = static_cast<volatile char*>(at);
    unsigned sum = 0;
    for (unsigned long i = 0; i < tables; i++) sum += bytes[i * step];
    std::printf("LEAK %u\n", sum);
}
