# attack: a Unix socket of the host, by abstract name and by path
# expect: accepted
# stdout: blocked
# limits: cpu=2 memory=64
import socket

leaks = []
for name in ("\0@ABSTRACT@", "@UNIX@", "/proc/1/root@UNIX@"):
    for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
        try:
            with socket.socket(socket.AF_UNIX, kind) as connection:
                connection.settimeout(1)
                connection.connect(name)
                leaks.append(name)
        except OSError:
            pass
with open("/proc/net/unix") as table:
    if "@ABSTRACT@" in table.read():
        leaks.append("/proc/net/unix")
print("LEAK", leaks) if leaks else print("blocked")
