import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Deque;

public class Main {
    /** Returns "ok", or the position (from 1) of the bracket to report. */
    static String report(String template) {
        Deque<Integer> stillOpen = new ArrayDeque<>();
        for (int at = 0; at < template.length(); at++) {
            char character = template.charAt(at);
            if ("([{".indexOf(character) >= 0) {
                stillOpen.push(at);
            }
            int kind = ")]}".indexOf(character);
            if (kind >= 0 && (stillOpen.isEmpty() || template.charAt(stillOpen.pop()) != "([{".charAt(kind))) {
                return String.valueOf(at + 1);
            }
        }
        return stillOpen.isEmpty() ? "ok" : String.valueOf(stillOpen.peek() + 1);
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        System.out.println(report(in.readLine()));
    }
}
