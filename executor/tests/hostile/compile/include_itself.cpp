// attack: includes itself without end, twice each time
// expect: compile_error
// within: 30
#include __FILE__
#include __FILE__
int main() {}
