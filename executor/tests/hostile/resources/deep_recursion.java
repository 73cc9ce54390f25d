// attack: recursion without end, and again each time that the error is caught
// expect: runtime_error | time_limit | memory_limit
// limits: cpu=3 memory=256
public class Main {
    static long endless(long depth) {
        try {
            return endless(depth + 1) + 1;
        } catch (StackOverflowError caught) {
            return endless(depth + 1) + 1;
        }
    }

    public static void main(String[] args) {
        System.exit(endless(0) > 0 ? 3 : 4);
    }
}
