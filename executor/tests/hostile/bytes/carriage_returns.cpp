// attack: none, an honest Windows habit: CRLF and spaces at line ends do not count
// expect: accepted
// stdout: one
// limits: cpu=2 memory=64
#include <cstdio>

int main() {
    std::fputs("one  \r\n\r\n\n", stdout);
}
