/* A run's way behind its walls, without an interpreter: what the agent and the Python zygote fork their runs with.
 *
 * cc -O2 -static -o launcher launch.c           a process of a few pages, that forks and executes once per order
 * cc -O2 -shared -fPIC -DZYGOTE -o zygote.so    for python_zygote.py: forks, and returns in each child
 *
 * An order is one message with descriptors: 0, 1, 2, where to complain, and perhaps a Landlock ruleset. Its child is
 * the agent's own at once (CLONE_PARENT); where the kernel cannot do that (gVisor), one process forks twice. What every
 * run has in common (the seccomp filter, no_new_privs, the core, the default signals) is inherited.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_BYTES = 65536, MOST_WORDS = 256, MOST_DESCRIPTORS = 5, MOST_OPEN = 4096 };
enum { FAILURE = 3, RULES = 4 }; /* which of the descriptors */
enum { CONTROL = 3 };            /* the launcher's own, which orders come on */

struct order { /* agent.py: ORDER */
    int32_t uid, group, umask, oom_score, limits, arguments, variables, padding;
};
struct limit { /* agent.py: LIMIT */
    int64_t which;
    uint64_t soft, hard;
}; /* after the limits: directory, gate or "", what the gate would say, arguments, variables, each with its NUL */

static char message[MOST_BYTES] __attribute__((aligned(16)));

/* --- forking ------------------------------------------------------------------------------------------------ */

#ifdef ZYGOTE
void PyOS_BeforeFork(void), PyOS_AfterFork_Parent(void), PyOS_AfterFork_Child(void);

/* What glibc's own fork mends in a child: its thread's number, 16 bytes before the robust list, and that list. */
static struct { void *head; size_t size; pid_t *tid; } thread;

static int find_thread(void) {
    if (syscall(SYS_get_robust_list, 0, &thread.head, &thread.size) < 0) return -1;
    thread.tid = (pid_t *)((char *)thread.head - 16);
    return *thread.tid == getpid() ? 0 : -1;
}

static pid_t kernel_fork(long flags) {
    PyOS_BeforeFork();
    flags |= CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD;
#ifdef __aarch64__
    pid_t child = syscall(SYS_clone, flags, 0, 0, 0, thread.tid);
#else
    pid_t child = syscall(SYS_clone, flags, 0, 0, thread.tid, 0);
#endif
    if (child != 0) {
        int error = errno;
        PyOS_AfterFork_Parent();
        errno = error;
    } else {
        PyOS_AfterFork_Child();
        syscall(SYS_set_robust_list, thread.head, thread.size);
    }
    return child;
}
#else
static int find_thread(void) { return 0; }

static pid_t kernel_fork(long flags) { return syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0); }
#endif

static int hands_over; /* this kernel gives our children to our parent */

static pid_t fork_twice(void) {
    pid_t agent = getppid(), child = -1;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -1;
    pid_t middle = kernel_fork(0);
    if (middle == 0) {
        child = kernel_fork(0);
        if (child != 0) _exit(write(ends[1], &child, sizeof child) != sizeof child);
        for (pid_t parent; (parent = getppid()) != agent; sched_yield())
            if (parent == 1) _exit(70); /* the agent has gone */
        return 0;
    }
    close(ends[1]);
    if (middle > 0) waitpid(middle, NULL, 0);
    if (read(ends[0], &child, sizeof child) != sizeof child) child = -1;
    close(ends[0]);
    return child;
}

/* A child of the agent's; below 0 where there is no room for it. */
static pid_t fork_for_agent(void) { return hands_over ? kernel_fork(CLONE_PARENT) : fork_twice(); }

/* See whether this kernel hands children over: the pid that the agent has to wait for, or 0; below 0: neither works. */
static pid_t try_out(void) {
    pid_t child = kernel_fork(CLONE_PARENT);
    if (child == 0) _exit(0);
    if (child < 0) return -1;
    hands_over = waitpid(child, NULL, 0) < 0 && errno == ECHILD;
    return hands_over ? child : 0;
}

/* --- behind the walls --------------------------------------------------------------------------------------- */

static int failure; /* where a child complains until it is the program */

static _Noreturn void give_up(const char *step, const char *what) {
    char text[512];
    int error = errno;
    int size = snprintf(text, sizeof text, *what ? "%s: [Errno %d] %s: '%s'" : "%s: [Errno %d] %s", step, error,
                        strerror(error), what);
    if (write(failure, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1) < 0) _exit(126);
    _exit(127);
}

/* Let the kernel choose this one when memory runs out. As in the agent: where it cannot be said, it is not. */
static void score_for_oom(int score) {
    char text[16];
    int descriptor = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    ssize_t written = write(descriptor, text, (size_t)snprintf(text, sizeof text, "%d", score));
    (void)written;
    close(descriptor);
}

static void close_range_of(int first, int last) {
    if (syscall(SYS_close_range, first, last, 0) == 0) return;
    for (int one = first; one <= last && one < MOST_OPEN; one++) close(one);
}

static int give_up_rights(const struct order *order) {
    gid_t group = (gid_t)order->group;
    uid_t uid = (uid_t)order->uid;
    const struct { uint32_t version; int pid; } header = {0x20080522, 0};
    const uint32_t none[6] = {0};
    if (syscall(SYS_setgroups, 1, &group) < 0) return -1;
    if (syscall(SYS_setresgid, uid, uid, uid) < 0 || syscall(SYS_setresuid, uid, uid, uid) < 0) return -1;
    return (int)syscall(SYS_capset, &header, none);
}

/* Wait until the agent writes to the gate: what it says. */
static void wait_at(const char *gate, char *told, size_t size) {
    int descriptor = open(gate, O_RDONLY | O_CLOEXEC);
    ssize_t read_bytes = descriptor < 0 ? -1 : read(descriptor, told, size - 1);
    if (read_bytes == 0) _exit(127); /* it was closed: no one waits for this run any more */
    if (read_bytes < 0) give_up("gate", gate);
    close(descriptor);
    told[read_bytes] = 0;
    told[strcspn(told, "\n")] = 0;
}

/* The same as Walls.enter of the agent, in its order, but for what is inherited. 1: at the gate it was told "quiet". */
static int enter(const struct order *order, const int *given, int count) {
    const struct limit *limits = (const struct limit *)(order + 1);
    const char *directory = (const char *)(limits + order->limits), *gate = directory + strlen(directory) + 1;
    const char *entry = gate + strlen(gate) + 1;
    char told[64];
    failure = given[FAILURE];
    score_for_oom(order->oom_score);
    if (setsid() < 0) give_up("start", "");
    for (int target = 0; target < 3; target++)
        if (dup2(given[target], target) < 0) give_up("start", "");
    for (int at = 0; at < order->limits; at++) {
        const struct rlimit pair = {limits[at].soft, limits[at].hard};
        if (setrlimit((int)limits[at].which, &pair) < 0) give_up("limits", "");
    }
    if (give_up_rights(order) < 0) give_up("rights", "");
    if (prctl(PR_SET_DUMPABLE, *gate == 0, 0, 0, 0) < 0) give_up("rights", "");
    if (chdir(directory) < 0) give_up("rights", directory);
    umask((mode_t)order->umask);
    if (count > RULES && syscall(SYS_landlock_restrict_self, given[RULES], 0) < 0) give_up("landlock", "");
    if (failure > 3) close_range_of(3, failure - 1);
    close_range_of(failure + 1, MOST_OPEN);
    if (*gate) {
        wait_at(gate, told, sizeof told);
        entry = told;
        if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0) give_up("gate", gate);
    }
#ifdef ZYGOTE
    close(failure); /* from here on it is the program */
#endif
    return strcmp(entry, "quiet") == 0;
}

/* --- orders ------------------------------------------------------------------------------------------------- */

/* The filter comes first, and then orders. The pid that the agent has to wait for, or 0; below 0: this does not work. */
int start(int channel) {
    ssize_t size = recv(channel, message, sizeof message, 0);
    if (size <= 0 || find_thread() < 0) return -1;
    struct sock_fprog program = {(unsigned short)((size_t)size / sizeof(struct sock_filter)), (void *)message};
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) return -1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || syscall(SYS_seccomp, 1, 0, &program) < 0) return -1;
    if (chdir("/") < 0) return -1;
    return try_out();
}

static int received(int channel, int *given) {
    char ancillary[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))] __attribute__((aligned(16)));
    struct iovec part = {message, sizeof message};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = ancillary,
                            .msg_controllen = sizeof ancillary};
    ssize_t size = recvmsg(channel, &header, MSG_CMSG_CLOEXEC);
    if (size <= 0) _exit(size < 0);
    struct cmsghdr *passed = CMSG_FIRSTHDR(&header);
    if (!passed || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) || (size_t)size < sizeof(struct order)) _exit(70);
    int count = (int)((passed->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    if (count <= FAILURE || count > MOST_DESCRIPTORS) _exit(70);
    memcpy(given, CMSG_DATA(passed), (size_t)count * sizeof(int));
    return count;
}

/* Carry out orders until the agent goes. Returns in a child only, with what `enter` says. */
int serve(int channel, int first) {
    int given[MOST_DESCRIPTORS];
    char answer[32];
    if (send(channel, answer, (size_t)snprintf(answer, sizeof answer, "ready %d", first), MSG_NOSIGNAL) < 0) _exit(70);
    for (;;) {
        int count = received(channel, given);
        pid_t child = fork_for_agent();
        if (child == 0) return enter((const struct order *)message, given, count);
        for (int at = 0; at < count; at++) close(given[at]);
        if (send(channel, answer, (size_t)snprintf(answer, sizeof answer, "%d", child), MSG_NOSIGNAL) < 0) _exit(70);
    }
}

#ifndef ZYGOTE
static const char *words(const char *text, int count, char **found) {
    for (int at = 0; at < count; text += strlen(text) + 1) found[at++] = (char *)text;
    found[count] = NULL;
    return text;
}

int main(void) {
    static char *arguments[MOST_WORDS + 1], *variables[MOST_WORDS + 1];
    int first = start(CONTROL);
    if (first < 0) return 70;
    serve(CONTROL, first);
    /* Here we are in a run's own process, behind its walls; all of the order is still in `message`. */
    const struct order *order = (const struct order *)message;
    const char *text = (const char *)((const struct limit *)(order + 1) + order->limits);
    for (int before = 0; before < 3; before++) text += strlen(text) + 1; /* directory, gate, entry */
    if (order->arguments > MOST_WORDS || order->variables > MOST_WORDS) give_up("execute", "too many words");
    words(words(text, order->arguments, arguments), order->variables, variables);
    execve(arguments[0], arguments, variables);
    give_up("execute", arguments[0]);
}
#endif
