// attack: opens files by their inode number, past every mount and directory permission (the Shocker escape)
// expect: accepted
// stdout: blocked
// limits: cpu=2 memory=64
#include <cstdio>
#include <initializer_list>
#include <cstring>
#include <fcntl.h>

int main() {
    alignas(8) char raw[sizeof(file_handle) + 8] = {};
    auto* handle = reinterpret_cast<file_handle*>(raw);
    int leaks = 0;
    const char* mounts[] = {"/", "/usr", "/etc/hosts", "/etc/resolv.conf", "."};
    for (const char* mount : mounts) {
        int at = open(mount, O_RDONLY);
        if (at < 0) continue;
        for (unsigned inode : {1u, 2u, 128u}) {
            handle->handle_bytes = 8;
            handle->handle_type = 1;
            std::memcpy(handle->f_handle, &inode, sizeof inode);
            if (open_by_handle_at(at, handle, O_RDONLY) >= 0) {
                std::printf("LEAK inode %u of %s\n", inode, mount);
                leaks++;
            }
        }
    }
    if (!leaks) std::puts("blocked");
}
