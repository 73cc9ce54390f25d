// attack: what pragmas and attributes can make the compiler and linker read or write
// expect: accepted | compile_error
// stdout: blocked
#include <cstdio>
#pragma GCC dependency "@CANARY@"
#pragma GCC system_header
asm(".section .note.GNU-stack,\"\",@progbits");

__attribute__((constructor)) static void before_main() {
    if (std::fopen("@CANARY@", "r")) std::puts("LEAK");
}

int main() {
    std::puts("blocked");
}
