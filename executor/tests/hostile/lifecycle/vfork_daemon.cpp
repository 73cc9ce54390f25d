// attack: a clone that shares memory and signal handlers but is a process of its own, left running
// expect: accepted
// stdout: ok
// limits: cpu=2 idle=4 memory=64
// within: 12
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sched.h>
#include <unistd.h>

static int stay(void*) {
    setsid();
    for (;;) pause();
}

int main() {
    for (int i = 0; i < 8; i++) {
        char* stack = static_cast<char*>(std::malloc(65536));
        clone(stay, stack + 65536, CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD, nullptr);
        clone(stay, static_cast<char*>(std::malloc(65536)) + 65536, CLONE_VM, nullptr);  // no signal at its end
    }
    std::puts("ok");
}
