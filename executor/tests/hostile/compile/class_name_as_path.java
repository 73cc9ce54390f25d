// attack: a class name that is a path, an option or a shell command, in a comment, in a string and for real
// expect: accepted | compile_error
// stdout: ok
// limits: cpu=3 idle=5 memory=256
/* public class ../../../tmp/Evil { public static void main */
// public class -version {
// public class $(id>planted) {
class Text {
    static String text = "public class Wrong { public static void main(String[] a) {} }";
    static char quote = '"';
}

public class Übung$_1 {
    public static void main(String[] args) {
        System.out.println(Text.text.isEmpty() ? "" : "ok");
    }
}
