// attack: gives hidden input away in a stack trace
// case: @SECRET@ -> no
// expect: runtime_error
// hidden: yes
// limits: cpu=3 idle=5 memory=256
import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        throw new IllegalStateException(new Scanner(System.in).nextLine());
    }
}
