# attack: writes over the C library's code in its own memory, which pages of a file and a started interpreter share
# case: write -> written
# case: look -> clean
# expect: accepted
# limits: cpu=4 memory=128
import ctypes

libc = ctypes.CDLL(None)
address = ctypes.cast(libc.a64l, ctypes.c_void_p).value  # a function that nothing calls
MARK = b"\x0f\x0b" * 8
if input() == "write":
    try:
        with open("/proc/self/mem", "r+b", buffering=0) as memory:
            memory.seek(address)
            memory.write(MARK)
    except OSError:
        pass
    print("written")
else:
    print("marked" if ctypes.string_at(address, len(MARK)) == MARK else "clean")
