// attack: writes to an address that is not its own, catches the exception that Mono makes of it, and goes on
// expect: runtime_error | wrong_answer
// stdout: unreached
// limits: cpu=4 idle=5 memory=256
using System;
using System.Runtime.InteropServices;

class Program {
    static void Main() {
        try {
            Marshal.WriteInt32(new IntPtr(8), 1);
        } catch (NullReferenceException) {
        }
        for (long address = 0x10000; ; address += 0x1000) Marshal.WriteInt64(new IntPtr(address), -1);
    }
}
