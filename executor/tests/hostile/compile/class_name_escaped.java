// attack: the public class's name is hidden from a plain search by Unicode escapes and by a block of text
// expect: accepted | compile_error | runtime_error
// stdout: ok
// limits: cpu=3 idle=5 memory=256
class Before {
    static String decoy = """
        public class Decoy {
        """;
}

\u0070ublic /* public class Other */ class \u004dain {
    public static void main(String[] args) {
        System.out.println("ok");
    }
}
