// attack: the same look without an interpreter: nothing but 0, 1 and 2 may be open, and 1 and 2 only pipes
// expect: accepted
// stdout: none
// limits: cpu=2 memory=64
#include <cstdio>
#include <initializer_list>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int main() {
    int leaks = 0;
    for (int descriptor = 3; descriptor < 4096; descriptor++)
        if (fcntl(descriptor, F_GETFD) >= 0) {
            std::printf("LEAK descriptor %d\n", descriptor);
            leaks++;
        }
    for (int descriptor : {1, 2}) {
        struct stat information{};
        fstat(descriptor, &information);
        if (!S_ISFIFO(information.st_mode)) {
            std::printf("LEAK %d is no pipe\n", descriptor);
            leaks++;
        }
    }
    struct stat one{}, two{};
    fstat(1, &one);
    fstat(2, &two);
    if (one.st_ino == two.st_ino) {
        std::puts("LEAK stdout is stderr");
        leaks++;
    }
    if (!leaks) std::puts("none");
}
