import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.StringTokenizer;

public class Main {
    /** Returns for each day the number of days until a strictly lower price, or 0. */
    static int[] daysToWait(int[] prices) {
        int[] answers = new int[prices.length];
        Deque<Integer> waiting = new ArrayDeque<>(); // days without an answer so far; their prices never fall
        for (int day = 0; day < prices.length; day++) {
            while (!waiting.isEmpty() && prices[waiting.peek()] > prices[day]) {
                int earlier = waiting.pop();
                answers[earlier] = day - earlier;
            }
            waiting.push(day);
        }
        return answers;
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
