# attack: looks for every directory and file it may write to, outside its own directory and the shared scratch ones
# expect: accepted
# stdout: blocked
# limits: cpu=10 memory=128
import os

MINE = {os.getcwd(), os.path.realpath("."), os.environ.get("TMPDIR", "/tmp"), "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock"}
leaks = []
for folder, folders, files in os.walk("/", onerror=lambda error: None):
    depth = folder.count("/")
    folders[:] = [
        name for name in folders
        if os.path.join(folder, name) not in MINE | {"/proc", "/sys"} and depth < 6 and not folder.startswith("/usr/share")
    ]
    if folder not in MINE:
        probe = os.path.join(folder, "planted")
        try:
            os.close(os.open(probe, os.O_CREAT | os.O_WRONLY | os.O_EXCL))
            leaks.append(folder)
            os.unlink(probe)
        except OSError:
            pass
    for name in files:
        path = os.path.join(folder, name)
        if folder not in MINE and not os.path.islink(path) and not path.startswith("/dev/") and os.access(path, os.W_OK):
            leaks.append(path)
print("LEAK", leaks[:20]) if leaks else print("blocked")
