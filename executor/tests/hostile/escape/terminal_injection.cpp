// attack: types into the terminal of whoever started the worker (TIOCSTI, TIOCLINUX)
// expect: accepted
// stdout: blocked
// limits: cpu=2 memory=64
#include <cstdio>
#include <fcntl.h>
#include <sys/ioctl.h>

int main() {
    int leaks = 0;
    char letter = 'x';
    const char* paths[] = {"/dev/tty", "/dev/console", "/dev/pts/0", "/dev/tty0", "/proc/1/fd/0"};
    for (const char* path : paths) {
        int terminal = open(path, O_RDWR | O_NONBLOCK);
        if (terminal >= 0 && ioctl(terminal, TIOCSTI, &letter) == 0) {
            std::printf("LEAK %s\n", path);
            leaks++;
        }
    }
    for (int descriptor = 0; descriptor < 16; descriptor++)
        if (ioctl(descriptor, TIOCSTI, &letter) == 0) {
            std::printf("LEAK descriptor %d\n", descriptor);
            leaks++;
        }
    if (!leaks) std::puts("blocked");
}
