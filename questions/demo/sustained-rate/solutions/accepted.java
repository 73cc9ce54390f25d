import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.StringTokenizer;

public class Main {
    /** Returns the largest average over at least k consecutive seconds. */
    static double bestRate(int[] records, int k) {
        double low = 0;
        double high = 1_000_000;
        while (high - low > 1e-7) {
            double middle = (low + high) / 2;
            if (sustained(records, k, middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Whether some stretch of at least k seconds has the average `rate` or a larger one. */
    static boolean sustained(int[] records, int k, double rate) {
        // The records above `rate`, up to now, up to k seconds ago, and the least of the latter.
        double ahead = 0;
        double behind = 0;
        double lowest = 0;
        for (int second = 0; second < records.length; second++) {
            ahead += records[second] - rate;
            if (second >= k) {
                behind += records[second - k] - rate;
                lowest = Math.min(lowest, behind);
            }
            if (second >= k - 1 && ahead >= lowest) {
                return true;
            }
        }
        return false;
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
