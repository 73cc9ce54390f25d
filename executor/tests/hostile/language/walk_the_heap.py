# attack: walks the garbage collector, frames, threads and modules for the agent's objects
# expect: accepted
# stdout: clean
# limits: cpu=4 memory=128
import gc
import sys
import threading

leaks = []
frame, depth = sys._getframe(), 0
while frame.f_back:
    frame, depth = frame.f_back, depth + 1
if depth:
    leaks.append(f"{depth} frames above: {frame.f_code.co_filename}")
if len(sys._current_frames()) != 1 or threading.active_count() != 1:
    leaks.append("threads")
leaks += [name for name in sys.modules if "agent" in name or name.startswith(("executor", "django", "sandbox"))]
for thing in gc.get_objects():
    if isinstance(thing, dict):
        leaks += [key for key in list(thing) if isinstance(key, str) and key in ("expected", "hidden", "cases", "frame_stream", "TOKEN")]
    if type(thing).__module__ == "socket":
        leaks.append(repr(thing))
if sys.argv[1:] or sys.flags.interactive:
    leaks.append(sys.argv)
print("LEAK", leaks) if leaks else print("clean")
