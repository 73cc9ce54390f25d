// attack: classes named like Java's own, and one that is broken when it is loaded
// expect: runtime_error | accepted | compile_error
// stdout: ok
// limits: cpu=3 idle=5 memory=256
public class Main {
    static class String {
    }

    static class Object {
    }

    static class System {
        static java.io.PrintStream out = null;
    }

    static {
        if (System.out == null) java.lang.System.exit(3);
    }

    public static void main(java.lang.String[] args) {
        java.lang.System.out.println("ok");
    }
}
