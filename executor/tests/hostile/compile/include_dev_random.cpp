// attack: includes a device that has no end
// expect: compile_error
// within: 30
#include "/dev/urandom"
#include "/dev/zero"
int main() {}
