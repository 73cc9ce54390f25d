// attack: eight lines of source, a program of 16 GB
// expect: compile_error
// within: 40
long table[1ul << 31] = {1};
int main() {
    return table[5];
}
