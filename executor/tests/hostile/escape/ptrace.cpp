// attack: attaches to every other process; reads and writes their memory without /proc; takes their descriptors
// expect: accepted
// stdout: blocked
// limits: cpu=2 memory=64
#include <cstdio>
#include <initializer_list>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    int leaks = 0;
    char buffer[64] = {};
    iovec local{buffer, sizeof buffer};
    for (int pid = 1; pid < 400; pid++) {
        if (pid == getpid()) continue;
        if (ptrace(PTRACE_SEIZE, pid, nullptr, nullptr) == 0) {
            std::printf("LEAK seize %d\n", pid);
            leaks++;
            ptrace(PTRACE_DETACH, pid, nullptr, nullptr);
        }
        for (unsigned long address : {0x400000ul, 0x555555554000ul}) {
            iovec remote{reinterpret_cast<void*>(address), sizeof buffer};
            if (process_vm_readv(pid, &local, 1, &remote, 1, 0) > 0) {
                std::printf("LEAK readv %d\n", pid);
                leaks++;
            }
        }
        long handle = syscall(434 /* pidfd_open */, pid, 0);
        for (int other = 0; handle >= 0 && other < 8; other++)
            if (syscall(438 /* pidfd_getfd */, handle, other, 0) >= 0) {
                std::printf("LEAK descriptor %d of %d\n", other, pid);
                leaks++;
            }
        if (handle >= 0) close(handle);
    }
    pid_t child = fork();
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0) _exit(7);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 7) {
        std::puts("LEAK traceme");
        leaks++;
    }
    if (!leaks) std::puts("blocked");
}
