// attack: leaves by exit_group, by an illegal instruction and by a trap, with the stack taken away
// case: exit -> x
// case: illegal -> x
// case: trap -> x
// case: stack -> x
// expect: wrong_answer, runtime_error, runtime_error, runtime_error
// limits: cpu=2 idle=3 memory=64
#include <cstdio>
#include <cstring>
#include <sys/syscall.h>
#include <unistd.h>

int main() {
    char word[16] = {};
    if (std::scanf("%15s", word) != 1) return 2;
    if (!std::strcmp(word, "exit")) syscall(SYS_exit_group, 0);
    if (!std::strcmp(word, "illegal")) __builtin_trap();
    if (!std::strcmp(word, "trap")) asm volatile(
#if defined(__x86_64__)
        "int3"
#else
        "brk #0"
#endif
    );
    volatile char* nowhere = nullptr;
    nowhere[1] = 1;
}
