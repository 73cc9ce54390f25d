import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.StringTokenizer;

public class Main {
    /** Returns the largest average over at least k consecutive seconds. */
    static double bestRate(int[] records, int k) {
        // Write your solution here.
        return -1;
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        StringTokenizer line = new StringTokenizer(in.readLine());
        int n = Integer.parseInt(line.nextToken());
        int k = Integer.parseInt(line.nextToken());
        line = new StringTokenizer(in.readLine());
        int[] records = new int[n];
        for (int i = 0; i < n; i++) {
            records[i] = Integer.parseInt(line.nextToken());
        }
        System.out.println(String.format(Locale.ROOT, "%.7f", bestRate(records, k)));
    }
}
