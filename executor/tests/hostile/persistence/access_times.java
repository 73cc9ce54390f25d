// attack: tells the next run by which of its own class files it reads: the access times stay
// case: plant -> planted
// case: look -> clean
// expect: accepted
// limits: cpu=3 idle=6 memory=256
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Scanner;

public class Main {
    static class A {}
    static class B {}
    static class C {}
    static class D {}

    static long read(String name) throws Exception {
        Path path = Path.of(System.getProperty("java.class.path"), "Main$" + name + ".class");
        return Files.readAttributes(path, BasicFileAttributes.class).lastAccessTime().toMillis();
    }

    public static void main(String[] args) throws Exception {
        if (new Scanner(System.in).next().equals("plant")) {
            for (String name : new String[] {"B", "D"})
                Files.readAllBytes(Path.of(System.getProperty("java.class.path"), "Main$" + name + ".class"));
            System.out.println("planted");
            return;
        }
        boolean told = Math.min(read("B"), read("D")) > Math.max(read("A"), read("C"));
        System.out.println(told ? "LEAK B and D were read" : "clean");
    }
}
