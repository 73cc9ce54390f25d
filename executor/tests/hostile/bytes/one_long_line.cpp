// attack: one line of 100 MB
// expect: output_limit
// limits: cpu=5 idle=5 memory=64 output=1024
#include <cstring>
#include <unistd.h>

static char block[1 << 16];

int main() {
    std::memset(block, 'a', sizeof block);
    for (int i = 0; i < 1600; i++)
        if (write(1, block, sizeof block) < 0) return 1;
}
