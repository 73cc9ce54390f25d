# attack: reads its environment and that of every other process
# expect: accepted
# stdout: blocked
# limits: cpu=2 memory=64
import os

ALLOWED = {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "PWD", "SHLVL", "_", "OLDPWD"}
HARMLESS = ("PYTHON", "DOTNET_", "MONO_", "NODE_", "JAVA_", "OMP_", "OPENBLAS_", "MALLOC_")
leaks = [name for name in os.environ if name not in ALLOWED and not name.startswith(HARMLESS)]
leaks += [name for name, value in os.environ.items() if "@TOKEN@" in value]
for pid in os.listdir("/proc"):
    if pid.isdigit() and pid != os.readlink("/proc/self"):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                leaks.append(f"{pid}: {file.read(200)!r}")
        except OSError:
            pass
print("LEAK", leaks) if leaks else print("blocked")
