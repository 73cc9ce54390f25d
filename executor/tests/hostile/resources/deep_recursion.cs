// attack: recursion without end; Mono answers with a long native crash report
// expect: runtime_error | memory_limit
// limits: cpu=4 memory=256
class Program {
    static int Down(int depth) {
        return Down(depth + 1) + 1;
    }

    static void Main() {
        System.Console.WriteLine(Down(0));
    }
}
