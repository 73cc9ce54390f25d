// attack: kills whatever has the run's uid, without pause, also while the agent cleans up as that uid
// expect: accepted | runtime_error
// stdout: struck
// limits: cpu=2 idle=3 memory=64
// within: 12
#include <csignal>
#include <unistd.h>

int main() {
    for (int i = 0; i < 4; i++)
        if (fork() == 0) {
            setsid();
            for (;;)
                for (int pid = 1; pid < 300; pid++)
                    if (pid != getpid()) {
                        kill(pid, SIGSTOP);
                        kill(pid, SIGKILL);
                    }
        }
    usleep(20000);
    write(1, "struck\n", 7);
}
