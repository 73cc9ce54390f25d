// attack: a process that forks and exits without end, so that whoever lists processes kills the one before
// expect: accepted
// stdout: ok
// limits: cpu=3 idle=4 memory=64
// within: 12
#include <csignal>
#include <cstdio>
#include <unistd.h>

int main() {
    signal(SIGCHLD, SIG_IGN);
    for (int i = 0; i < 8; i++)
        if (fork() == 0) {
            setsid();
            for (;;) {
                pid_t next = fork();
                if (next > 0) _exit(0);
            }
        }
    std::puts("ok");
}
