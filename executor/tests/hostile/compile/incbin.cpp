// attack: the assembler embeds a file into the program, which prints it
// expect: compile_error | wrong_answer
// case: run -> never
#include <cstdio>

asm(".section .rodata\nstart:\n.incbin \"@CANARY@\"\n.byte 0\n.text\n");
extern const char start[] asm("start");

int main() {
    std::puts(start);
}
