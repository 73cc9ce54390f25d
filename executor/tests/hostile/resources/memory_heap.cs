// attack: keeps every array it makes
// expect: memory_limit | runtime_error
// limits: cpu=4 memory=128
using System.Collections.Generic;

class Program {
    static void Main() {
        var hoard = new List<byte[]>();
        while (true) {
            var block = new byte[1 << 20];
            for (int i = 0; i < block.Length; i += 4096) block[i] = 1;
            hoard.Add(block);
        }
    }
}
