// attack: output that is quick to write and slow to compare: a million lines within the limit
// expect: wrong_answer
// stdout: x
// limits: cpu=3 idle=4 memory=64 output=4096
// within: 12
#include <cstdio>

int main() {
    for (int i = 0; i < 1000000; i++) std::fputs("x \n", stdout);
}
