// attack: closes its outputs and burns on
// expect: time_limit
// limits: cpu=1 idle=3 memory=64
#include <unistd.h>

int main() {
    close(0);
    close(1);
    close(2);
    for (volatile unsigned long i = 0;; i = i + 1) {
    }
}
