// attack: halts the machine in a static initialiser, before main, with the code of success
// expect: wrong_answer
// stdout: right
// limits: cpu=4 idle=6 memory=256
public class Main {
    static {
        System.out.println("Accepted");
        System.out.flush();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            while (true) {
            }
        }));
        Runtime.getRuntime().halt(0);
    }

    public static void main(String[] args) {
        System.out.println("right");
    }
}
