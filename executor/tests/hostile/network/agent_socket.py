# attack: finds Unix sockets, the agent's own among them, to give it orders as if it were the worker
# expect: accepted
# stdout: blocked
# limits: cpu=6 idle=6 memory=128
import os
import socket
import stat

paths = set()
with open("/proc/net/unix") as table:
    paths |= {line.split()[7] for line in table if len(line.split()) > 7}
for folder, folders, files in os.walk("/", onerror=lambda error: None):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in ("/proc", "/sys", "/usr")]
    for name in files:
        path = os.path.join(folder, name)
        try:
            if stat.S_ISSOCK(os.lstat(path).st_mode):
                paths.add(path)
        except OSError:
            pass
leaks = []
for path in paths:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect("\0" + path[1:] if path.startswith("@") else path)
            leaks.append((path, connection.recv(200)))
    except OSError:
        pass
print("LEAK", leaks) if leaks else print("blocked")
