// attack: what a careless file rule forgets: truncate, chmod, chown, times, attributes, renames, links, mknod on the program itself
// expect: accepted
// stdout: blocked
// limits: cpu=2 memory=64
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <unistd.h>

static int leaks = 0;

static void refused(const char* what, const std::string& path, int answer) {
    if (answer >= 0) {
        std::printf("LEAK %s %s\n", what, path.c_str());
        leaks++;
    }
}

int main() {
    char buffer[4096] = {};
    if (readlink("/proc/self/exe", buffer, sizeof buffer - 1) < 0) return 3;
    std::string program = buffer, folder = program.substr(0, program.rfind('/')), above = folder.substr(0, folder.rfind('/'));
    const std::string paths[] = {program, folder, above, "/usr/bin/env", "/etc/passwd", "/etc", "/usr", "/proc/self/exe", "/"};
    for (const std::string& path : paths) {
        refused("truncate", path, truncate(path.c_str(), 0));
        refused("chmod", path, chmod(path.c_str(), 0777));
        refused("chown", path, chown(path.c_str(), getuid(), getgid()));
        refused("utimes", path, utimes(path.c_str(), nullptr));
        refused("setxattr", path, setxattr(path.c_str(), "user.seed", "x", 1, 0));
        refused("rename", path, rename(path.c_str(), (path + ".moved").c_str()));
        refused("unlink", path, unlink(path.c_str()));
        refused("rmdir", path, rmdir(path.c_str()));
        refused("hard link", path, link(path.c_str(), "mine"));
        refused("open for writing", path, open(path.c_str(), O_WRONLY | O_NONBLOCK));
        refused("open for appending", path, open(path.c_str(), O_RDWR | O_APPEND | O_NONBLOCK));
        refused("create", path + "/seed", open((path + "/seed").c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600));
        refused("unnamed file", path, open(path.c_str(), O_TMPFILE | O_RDWR, 0600));
        refused("mkfifo", path + "/pipe", mkfifo((path + "/pipe").c_str(), 0600));
        refused("symlink", path + "/link", symlink("/", (path + "/link").c_str()));
    }
    refused("list", above, open(above.c_str(), O_RDONLY | O_DIRECTORY));
    if (!leaks) std::puts("blocked");
}
