import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

public class Main {
    /** Returns the names whose last line in the log is "in"; line i is directions[i], names[i]. */
    static List<String> stillInside(String[] directions, String[] names) {
        // Write your solution here.
        return new ArrayList<>();
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int n = Integer.parseInt(in.readLine().trim());
        String[] directions = new String[n];
        String[] names = new String[n];
        for (int i = 0; i < n; i++) {
            String[] parts = in.readLine().trim().split(" ");
            directions[i] = parts[0];
            names[i] = parts[1];
        }
        List<String> inside = stillInside(directions, names);
        System.out.println(inside.isEmpty() ? "nobody" : String.join("\n", inside));
    }
}
