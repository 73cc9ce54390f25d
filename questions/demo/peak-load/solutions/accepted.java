import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringTokenizer;

public class Main {
    /** At `time` the memory held changes by `amount`. */
    record Change(int time, long amount) {}

    /** Returns {peak memory, earliest time of the peak}; job i is starts[i], ends[i], memory[i]. */
    static long[] peak(int[] starts, int[] ends, int[] memory) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            changes.add(new Change(starts[i], memory[i]));
            changes.add(new Change(ends[i], -memory[i]));
        }
        // At equal times the negative changes come first: memory is freed before it is taken.
        changes.sort(Comparator.comparingInt(Change::time).thenComparingLong(Change::amount));
        long held = 0;
        long best = 0;
        long bestTime = 0;
        for (Change change : changes) {
            held += change.amount();
            if (held > best) {
                best = held;
                bestTime = change.time();
            }
        }
        return new long[] {best, bestTime};
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        int n = Integer.parseInt(in.readLine().trim());
        int[] starts = new int[n];
        int[] ends = new int[n];
        int[] memory = new int[n];
        for (int i = 0; i < n; i++) {
            StringTokenizer line = new StringTokenizer(in.readLine());
            starts[i] = Integer.parseInt(line.nextToken());
            ends[i] = Integer.parseInt(line.nextToken());
            memory[i] = Integer.parseInt(line.nextToken());
        }
        long[] answer = peak(starts, ends, memory);
        System.out.println(answer[0] + " " + answer[1]);
    }
}
