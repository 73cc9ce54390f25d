// attack: the 32-bit and x32 system call tables, whose numbers mean something else to a filter
// expect: accepted | runtime_error
// stdout: blocked
// limits: cpu=2 memory=64
#include <cstdio>
#include <initializer_list>
#include <sys/syscall.h>
#include <unistd.h>

static const char blocked[] = "blocked\n";

int main() {
#if defined(__x86_64__)
    // Answer first, in case that the filter kills: a kill is as good as a refusal, an answer is not
    long leak = 0;
    // x32: socket(AF_NETLINK, SOCK_RAW, 0)
    if (syscall(0x40000000 + SYS_socket, 16, 3, 0) >= 0) leak = 1;
    // x32: getpid
    if (syscall(0x40000000 + SYS_getpid) > 0) leak = 2;
    // i386: socket is call 359, unshare is 310, keyctl 288; getpid is 20
    long answer;
    for (long number : {20l, 359l, 288l}) {
        asm volatile("int $0x80" : "=a"(answer) : "a"(number), "b"(number == 359 ? 16l : 0l), "c"(3l), "d"(0l) : "memory");
        if (answer >= 0) leak = number;
    }
    if (leak) {
        std::printf("LEAK %ld\n", leak);
        return 0;
    }
#endif
    write(1, blocked, sizeof blocked - 1);
    return 0;
}
