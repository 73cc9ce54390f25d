# attack: writes over the interpreter's own memory
# expect: runtime_error
# limits: cpu=2 memory=64
import ctypes

ctypes.memset(id(object), 0x41, 4096)
object()
ctypes.string_at(0)
