// attack: the assembler repeats an instruction without end
// expect: compile_error
// within: 40
asm(".rept 1000000000\n.rept 1000000000\nnop\n.endr\n.endr\n");
int main() {}
