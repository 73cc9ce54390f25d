// attack: nothing to run
// expect: compile_error
int answer() { return 42; }
