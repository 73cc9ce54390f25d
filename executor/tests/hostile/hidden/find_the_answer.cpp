// attack: searches its own memory and the compiled program for the expected output
// case: look -> @ANSWER@
// expect: wrong_answer
// limits: cpu=4 idle=5 memory=128 output=4096
#include <cctype>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

int main() {
    FILE* maps = std::fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    char line[512];
    static char page[4096];
    while (maps && std::fgets(line, sizeof line, maps)) {
        unsigned long from = 0, to = 0;
        char rights[8] = {};
        if (std::sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r' || std::strstr(line, "/lib")) continue;
        for (unsigned long at = from; at < to; at += sizeof page) {
            if (pread(memory, page, sizeof page, static_cast<off_t>(at)) <= 0) break;
            for (size_t i = 0, run = 0; i < sizeof page; i++) {
                run = std::isxdigit(static_cast<unsigned char>(page[i])) ? run + 1 : 0;
                if (run >= 16) std::fwrite(page + i - 15, 1, 16, stdout), std::puts("");
            }
        }
    }
}
