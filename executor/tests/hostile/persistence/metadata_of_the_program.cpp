// attack: writes into its own program's times, mode and attributes what a later run can read there
// case: plant -> planted
// case: look -> clean
// expect: accepted
// limits: cpu=2 idle=4 memory=64
#include <cstdio>
#include <cstring>
#include <string>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <unistd.h>

int main() {
    char word[16] = {}, buffer[4096] = {};
    if (std::scanf("%15s", word) != 1 || readlink("/proc/self/exe", buffer, sizeof buffer - 1) < 0) return 2;
    const std::string program = buffer, folder = program.substr(0, program.rfind('/')), box = folder.substr(0, folder.rfind('/'));
    const timeval secret[2] = {{424242, 0}, {424242, 0}};
    int left = 0;
    for (const std::string& path : {program, folder, box, box + "/run"}) {
        struct stat found{};
        char value[16] = {};
        if (!std::strcmp(word, "plant")) {
            setxattr(path.c_str(), "user.seed", "secret", 6, 0);
            utimes(path.c_str(), secret);
            if (path != box + "/run") chmod(path.c_str(), 0745);
        } else if (stat(path.c_str(), &found) == 0) {
            left += found.st_mtime == 424242 || found.st_atime == 424242 || (found.st_mode & 0777) == 0745;
            left += getxattr(path.c_str(), "user.seed", value, sizeof value) > 0;
        }
    }
    if (left) std::printf("LEAK %d\n", left);
    else std::puts(std::strcmp(word, "plant") ? "clean" : "planted");
}
