// attack: system calls with a history of kernel holes, each of which must be refused before the kernel looks at it
// expect: accepted
// stdout: blocked
// limits: cpu=2 memory=64
#include <cerrno>
#include <cstdio>
#include <sys/syscall.h>
#include <unistd.h>

struct Call {
    const char* name;
    long number;
    long a, b, c, d, e;
};

int main() {
    char zero[256] = {};
    long buffer = reinterpret_cast<long>(zero);
    // With these arguments an unfiltered kernel answers success or another errno than EPERM and ENOSYS
    const Call calls[] = {
        {"keyctl", SYS_keyctl, 0, -3, 1, 0, 0},
        {"add_key", SYS_add_key, reinterpret_cast<long>("user"), reinterpret_cast<long>("k"), buffer, 1, -3},
        {"request_key", SYS_request_key, reinterpret_cast<long>("user"), reinterpret_cast<long>("nokey"), 0, -3, 0},
        {"bpf", SYS_bpf, 9999, buffer, 0, 0, 0},
        {"perf_event_open", SYS_perf_event_open, 0, 0, -1, -1, 0},
        {"userfaultfd", SYS_userfaultfd, 0xffff, 0, 0, 0, 0},
        {"io_uring_setup", SYS_io_uring_setup, 1, buffer, 0, 0, 0},
        {"io_uring_enter", SYS_io_uring_enter, -1, 0, 0, 0, 0},
        {"io_uring_register", SYS_io_uring_register, -1, 0, 0, 0, 0},
        {"process_vm_readv", SYS_process_vm_readv, 0, 0, 0, 0, 0},
        {"process_vm_writev", SYS_process_vm_writev, 0, 0, 0, 0, 0},
        {"ptrace", SYS_ptrace, 0x4206, 999999, 0, 0, 0},
        {"io_setup", SYS_io_setup, 0, 0, 0, 0, 0},
        {"kcmp", SYS_kcmp, 999999, 999999, 0, 0, 0},
        {"mount", SYS_mount, 0, 0, 0, 0, 0},
        {"setns", SYS_setns, -1, 0, 0, 0, 0},
    };
    int leaks = 0;
    for (const Call& call : calls) {
        errno = 0;
        long answer = syscall(call.number, call.a, call.b, call.c, call.d, call.e);
        if (answer >= 0 || (errno != EPERM && errno != ENOSYS && errno != EACCES)) {
            std::printf("LEAK %s answered %ld errno %d\n", call.name, answer, errno);
            leaks++;
        }
    }
    if (!leaks) std::puts("blocked");
}
