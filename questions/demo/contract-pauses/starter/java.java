import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringTokenizer;

public class Main {
    record Contract(int first, int last, int fee) {}

    /** Returns {largest sum of fees, smallest number of contracts}. */
    static long[] bestChoice(int pause, Contract[] contracts) {
        // Write your solution here.
        return new long[] {0, 0};
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        StringTokenizer line = new StringTokenizer(in.readLine());
        int n = Integer.parseInt(line.nextToken());
        int pause = Integer.parseInt(line.nextToken());
        Contract[] contracts = new Contract[n];
        for (int i = 0; i < n; i++) {
            line = new StringTokenizer(in.readLine());
            int first = Integer.parseInt(line.nextToken());
            int last = Integer.parseInt(line.nextToken());
            contracts[i] = new Contract(first, last, Integer.parseInt(line.nextToken()));
        }
        long[] answer = bestChoice(pause, contracts);
        System.out.println(answer[0] + " " + answer[1]);
    }
}
