# attack: socket families with kernel code behind them that no candidate needs
# expect: accepted
# stdout: blocked
# limits: cpu=2 memory=64
import errno
import socket

leaks = []
for family in range(1, 46):
    if family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
        continue
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind).close()
            leaks.append((family, kind))
        except OSError as error:
            # What the kernel says of a family that it does not have or a type that it looked at
            if error.errno not in (errno.EPERM, errno.EACCES, errno.EAFNOSUPPORT):
                leaks.append((family, kind, errno.errorcode[error.errno]))
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
        leaks.append("raw")
    except OSError:
        pass
print("LEAK", leaks) if leaks else print("blocked")
