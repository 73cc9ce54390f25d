import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

public class Main {
    /** Returns "ok", or the position (from 1) of the bracket to report. */
    static String report(String template) {
        // Write your solution here.
        return "";
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        System.out.println(report(in.readLine()));
    }
}
