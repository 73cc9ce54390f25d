// attack: the assembler includes a file, and quotes each line that is no instruction
// expect: compile_error
asm(".include \"@CANARY@\"");
asm(".include \"/proc/1/environ\"");
int main() {}
