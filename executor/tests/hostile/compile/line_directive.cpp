// attack: #line names another file, and the diagnostic quotes that file's line
// expect: compile_error
#line 1 "@CANARY@"
int main() { return undeclared; }
#line 1 "/proc/1/environ"
int second = undeclared;
#line 1 "/proc/self/environ"
int third = undeclared;
