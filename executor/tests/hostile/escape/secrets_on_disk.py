# attack: walks the whole tree for secrets: keys, databases, sockets of engines, cloud and git credentials
# expect: accepted
# stdout: blocked
# limits: cpu=8 memory=128
import os
import stat

NAMES = {"docker.sock", "containerd.sock", "podman.sock", "shadow", "gshadow", "sudoers", "id_rsa", "id_ed25519", "manage.py",
         "db.sqlite3", ".env", ".git", ".pgpass", ".netrc", ".bash_history", "secret_key", "token", "settings.py"}
leaks = []
for folder, folders, files in os.walk("/", onerror=lambda error: None):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in ("/proc", "/sys", "/usr/lib", "/usr/share")]
    for name in folders + files:
        path = os.path.join(folder, name)
        try:
            socket = stat.S_ISSOCK(os.lstat(path).st_mode)
        except OSError:
            continue
        if (name in NAMES and os.access(path, os.R_OK)) or (socket and os.access(path, os.W_OK)):
            leaks.append(path)
print("LEAK", leaks) if leaks else print("blocked")
