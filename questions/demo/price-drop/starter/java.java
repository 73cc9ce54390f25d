import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringTokenizer;

public class Main {
    /** Returns for each day the number of days until a strictly lower price, or 0. */
    static int[] daysToWait(int[] prices) {
        // Write your solution here.
        return new int[0];
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        int n = Integer.parseInt(in.readLine().trim());
        StringTokenizer line = new StringTokenizer(in.readLine());
        int[] prices = new int[n];
        for (int day = 0; day < n; day++) {
            prices[day] = Integer.parseInt(line.nextToken());
        }
        StringBuilder out = new StringBuilder();
        for (int days : daysToWait(prices)) {
            out.append(days).append(' ');
        }
        System.out.println(out);
    }
}
