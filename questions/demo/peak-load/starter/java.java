import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringTokenizer;

public class Main {
    /** Returns {peak memory, earliest time of the peak}; job i is starts[i], ends[i], memory[i]. */
    static long[] peak(int[] starts, int[] ends, int[] memory) {
        // Write your solution here.
        return new long[] {0, 0};
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
