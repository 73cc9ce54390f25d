// attack: gives 8 MB back while it reads, against a limit of 1 MB
// expect: output_limit
// stdin_mib: 8
// limits: cpu=3 idle=4 memory=128 output=1024
#include <unistd.h>

int main() {
    char buffer[65536];
    for (ssize_t got; (got = read(0, buffer, sizeof buffer)) > 0;)
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(1, buffer + done, got - done);
            if (put <= 0) return 1;
            done += put;
        }
}
