# attack: any way out: interfaces, routes to the internet, cloud metadata, the engine's gateway, name servers
# expect: accepted
# stdout: blocked
# limits: cpu=2 idle=5 memory=64
import socket

with open("/proc/net/dev") as table:
    names = [line.split(":")[0].strip() for line in table if ":" in line]
HARMLESS = ("lo", "tunl0", "sit0", "gre0", "ip6tnl0", "ip_vti0", "ip6_vti0", "gretap0", "erspan0", "ip6gre0")  # made with every namespace
leaks = [name for name in names if name not in HARMLESS]
# connect() of a datagram socket asks for a route and sends nothing
for family, address in (
    (socket.AF_INET, "169.254.169.254"), (socket.AF_INET, "169.254.170.2"), (socket.AF_INET, "168.63.129.16"), (socket.AF_INET, "172.17.0.1"),
    (socket.AF_INET, "10.0.0.1"), (socket.AF_INET, "192.0.2.1"), (socket.AF_INET, "224.0.0.1"), (socket.AF_INET6, "fd00:ec2::254"),
    (socket.AF_INET6, "2001:db8::1"),
):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 80))
            leaks.append(address)
    except OSError:
        pass
print("LEAK", leaks) if leaks else print("blocked")
