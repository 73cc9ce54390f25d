// attack: raises its core limit and crashes with a large image
// expect: runtime_error
// limits: cpu=2 memory=128
#include <cstdlib>
#include <cstring>
#include <sys/resource.h>

int main() {
    rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_CORE, &unlimited);
    void* image = std::malloc(48 << 20);
    if (image) std::memset(image, 1, 48 << 20);
    std::abort();
}
