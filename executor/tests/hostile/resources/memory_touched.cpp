// attack: touches page after page without end
// expect: memory_limit
// limits: cpu=3 memory=64
#include <cstdlib>
#include <cstring>

int main() {
    for (;;) {
        void* block = std::malloc(1 << 20);
        if (block) std::memset(block, 1, 1 << 20);
    }
}
