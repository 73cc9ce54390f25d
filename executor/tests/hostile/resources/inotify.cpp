// attack: inotify, eventfd, timerfd and epoll objects until refused
// expect: accepted | memory_limit
// stdout: done
// expect on runsc: accepted | memory_limit | time_limit
// why on runsc: its system calls take ten times as long
// limits: cpu=2 memory=128
#include <cstdio>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>

int main() {
    int watcher = inotify_init1(0);
    for (int i = 0; i < 20000; i++) {
        inotify_add_watch(watcher, i % 2 ? "/proc/self" : ".", IN_ALL_EVENTS);
        inotify_init1(0);
        eventfd(0, 0);
        timerfd_create(CLOCK_MONOTONIC, 0);
        epoll_create1(0);
    }
    std::puts("done");
}
