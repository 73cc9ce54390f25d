import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.Comparator;
import java.util.StringTokenizer;

public class Main {
    record Contract(int first, int last, int fee) {}

    /** Returns {largest sum of fees, smallest number of contracts}. */
    static long[] bestChoice(int pause, Contract[] contracts) {
        Arrays.sort(contracts, Comparator.comparingInt(Contract::last));
        int n = contracts.length;
        // The best sum, and its number of contracts, among the i contracts that end first.
        long[] sum = new long[n + 1];
        int[] number = new int[n + 1];
        for (int i = 0; i < n; i++) {
            int before = endingBefore(contracts, contracts[i].first() - pause);
            long sumWith = sum[before] + contracts[i].fee();
            int numberWith = number[before] + 1;
            boolean better = sumWith > sum[i] || (sumWith == sum[i] && numberWith < number[i]);
            sum[i + 1] = better ? sumWith : sum[i];
            number[i + 1] = better ? numberWith : number[i];
        }
        return new long[] {sum[n], number[n]};
    }

    /** The number of contracts, sorted by last day, that end before `day`. */
    static int endingBefore(Contract[] contracts, int day) {
        int low = 0;
        int high = contracts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (contracts[middle].last() < day) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
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
