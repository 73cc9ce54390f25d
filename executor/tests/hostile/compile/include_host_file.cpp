// attack: includes a file of the host, whose lines the diagnostics would show
// expect: compile_error
#include "@CANARY@"
#include "/etc/shadow"
int main() {}
