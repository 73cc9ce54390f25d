// attack: megabytes of diagnostics out of a few lines
// expect: compile_error
// within: 30
#define A(x) x x x x x x x x x x
#define B(x) A(A(A(A(x))))
#pragma GCC diagnostic warning "-Wall"
B(B(int f() { return undeclared; }))
int main() {}
