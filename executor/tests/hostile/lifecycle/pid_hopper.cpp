// attack: a process that forks and exits without end, so that whoever lists processes kills the one before
// expect: accepted
// expect on runsc: accepted | time_limit
// why on runsc: gVisor tells each process's time in whole ticks of 10 ms, and these are thousands
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
