// attack: replaces its own compiled program, so that the next test runs another
// case: plant -> planted
// case: look -> original
// expect: accepted
// limits: cpu=2 idle=4 memory=64
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

int main() {
    char word[16] = {}, path[4096] = {};
    if (std::scanf("%15s", word) != 1) return 2;
    if (!std::strcmp(word, "look")) {
        std::puts("original");
        return 0;
    }
    if (readlink("/proc/self/exe", path, sizeof path - 1) < 0) return 3;
    const char script[] = "#!/bin/sh\necho replaced\n";
    chmod(path, 0777);
    std::string moved = std::string(path) + ".old";
    std::string folder = std::string(path).substr(0, std::string(path).rfind('/'));
    chmod(folder.c_str(), 0777);
    rename(path, moved.c_str());
    unlink(path);
    for (int attempt = 0; attempt < 2; attempt++) {
        int file = open(attempt ? "/proc/self/exe" : path, O_CREAT | O_WRONLY | O_TRUNC, 0777);
        if (file >= 0 && write(file, script, sizeof script - 1) < 0) return 4;
    }
    std::puts("planted");
}
