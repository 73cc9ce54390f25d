// attack: an endless loop
// expect: time_limit
// limits: cpu=1 memory=64
int main() {
    for (volatile unsigned long i = 0;; i = i + 1) {
    }
}
