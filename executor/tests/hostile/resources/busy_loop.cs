// attack: an endless loop on several threads
// expect: time_limit
// limits: cpu=1 memory=256
using System.Threading;

class Program {
    static void Main() {
        for (int i = 0; i < 4; i++) new Thread(() => { while (true) { } }).Start();
        while (true) { }
    }
}
