# attack: reads its environment and that of every other process
# expect: accepted
# stdout: blocked
# stdout on runsc: LEAK HOSTNAME another's
# why on runsc: gVisor lets everyone read /proc/1/environ: PATH, HOME, LANG and HOSTNAME of the agent, and nothing else is in it
# limits: cpu=2 memory=64
import os

ALLOWED = {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "PWD", "SHLVL", "_", "OLDPWD"}
HARMLESS = ("PYTHON", "DOTNET_", "MONO_", "NODE_", "JAVA_", "OMP_", "OPENBLAS_", "MALLOC_")
leaks = [name for name in os.environ if name not in ALLOWED and not name.startswith(HARMLESS)]
leaks += [name for name, value in os.environ.items() if "@TOKEN@" in value]
others = set()
for pid in os.listdir("/proc"):
    if pid.isdigit() and pid != os.readlink("/proc/self"):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                others |= {"another's"} | {entry.split(b"=")[0].decode() for entry in file.read().split(b"\0")}
        except OSError:
            pass
leaks += sorted(name for name in others - ALLOWED - {""} if not name.startswith(HARMLESS))
print("LEAK", *leaks) if leaks else print("blocked")
