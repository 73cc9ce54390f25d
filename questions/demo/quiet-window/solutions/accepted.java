import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringTokenizer;

public class Main {
    /** Returns {first minute, total} of the quietest k consecutive minutes; minutes count from 1. */
    static long[] quietest(int[] counts, int k) {
        long total = 0;
        for (int i = 0; i < k; i++) {
            total += counts[i];
        }
        long best = total;
        int bestStart = 1;
        for (int end = k; end < counts.length; end++) {
            total += counts[end] - counts[end - k];
            if (total < best) {
                best = total;
                bestStart = end - k + 2;
            }
        }
        return new long[] {bestStart, best};
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        StringTokenizer first = new StringTokenizer(in.readLine());
        int n = Integer.parseInt(first.nextToken());
        int k = Integer.parseInt(first.nextToken());
        StringTokenizer second = new StringTokenizer(in.readLine());
        int[] counts = new int[n];
        for (int i = 0; i < n; i++) {
            counts[i] = Integer.parseInt(second.nextToken());
        }
        long[] answer = quietest(counts, k);
        System.out.println(answer[0] + " " + answer[1]);
    }
}
