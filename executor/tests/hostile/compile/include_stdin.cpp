// attack: reads the compiler's own standard input and the terminal, to hang it
// expect: compile_error
// within: 20
#include "/dev/stdin"
#include "/proc/self/fd/0"
#include "/dev/tty"
int main() { return undeclared; }
