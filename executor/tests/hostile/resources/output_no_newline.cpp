// attack: one line without end, one byte a write
// expect: output_limit
// limits: cpu=5 idle=5 memory=64 output=64
#include <unistd.h>

int main() {
    for (;;) write(1, "x", 1);
}
