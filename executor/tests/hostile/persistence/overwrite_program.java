// attack: replaces its own class files and plants classes that are found before Java's
// case: plant -> planted
// case: look -> original
// expect: accepted
// limits: cpu=3 idle=6 memory=256
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;

public class Main {
    static class Helper {
        String name() {
            return "original";
        }
    }

    public static void main(String[] args) throws Exception {
        if (new Scanner(System.in).next().equals("look")) {
            System.out.println(new Helper().name());
            return;
        }
        for (String folder : new String[] {".", System.getProperty("java.class.path"), System.getProperty("user.home"), "/tmp"}) {
            for (String name : new String[] {"Main.class", "Main$Helper.class", "JDK_JAVA_OPTIONS", ".hotspotrc"}) {
                try {
                    Path path = Path.of(folder, name);
                    Files.deleteIfExists(path);
                    Files.write(path, new byte[] {1, 2, 3});
                } catch (Exception refused) {
                }
            }
        }
        System.out.println("planted");
    }
}
