# attack: a service that listens on the host's loopback (a database, say) over v4, v6, mapped v6 and UDP
# expect: accepted
# stdout: blocked
# limits: cpu=2 idle=5 memory=64
import socket

leaks = []
for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::1"), (socket.AF_INET6, "::ffff:127.0.0.1")):
    try:
        with socket.socket(family, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            connection.connect((address, @TCP@))
            leaks.append((address, connection.recv(100)))
    except OSError:
        pass
print("LEAK", leaks) if leaks else print("blocked")
