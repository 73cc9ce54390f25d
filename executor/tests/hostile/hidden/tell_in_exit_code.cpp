// attack: gives hidden input away letter by letter, in the exit code and in the signal
// case: 37 @SECRET@ -> no
// case: 2 @SECRET@ -> no
// expect: runtime_error
// hidden: yes
// limits: cpu=2 memory=64
#include <csignal>
#include <cstdio>
#include <unistd.h>

int main() {
    int number = 0;
    if (std::scanf("%d", &number) != 1) return 2;
    if (number > 32) return number;
    kill(getpid(), SIGSEGV);
    pause();
}
