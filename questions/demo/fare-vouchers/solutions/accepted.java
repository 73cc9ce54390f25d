import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.StringTokenizer;

public class Main {
    record Line(int to, int fare) {}

    record State(long paid, int used, int town) {}

    /** Returns the smallest sum of fares from town 1 to town n, or -1; lines.get(a) are the lines from town a. */
    static long cheapest(int n, int vouchers, List<List<Line>> lines) {
        long[][] paid = new long[vouchers + 1][n + 1];
        for (long[] row : paid) {
            Arrays.fill(row, Long.MAX_VALUE);
        }
        PriorityQueue<State> queue = new PriorityQueue<>(Comparator.comparingLong(State::paid));
        paid[0][1] = 0;
        queue.add(new State(0, 0, 1));
        while (!queue.isEmpty()) {
            State state = queue.remove();
            if (state.town() == n) {
                return state.paid();
            }
            int used = state.used();
            if (state.paid() > paid[used][state.town()]) {
                continue;
            }
            for (Line line : lines.get(state.town())) {
                long full = state.paid() + line.fare();
                if (full < paid[used][line.to()]) {
                    paid[used][line.to()] = full;
                    queue.add(new State(full, used, line.to()));
                }
                if (used < vouchers && state.paid() < paid[used + 1][line.to()]) {
                    paid[used + 1][line.to()] = state.paid();
                    queue.add(new State(state.paid(), used + 1, line.to()));
                }
            }
        }
        return -1;
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        StringTokenizer row = new StringTokenizer(in.readLine());
        int n = Integer.parseInt(row.nextToken());
        int m = Integer.parseInt(row.nextToken());
        int vouchers = Integer.parseInt(row.nextToken());
        List<List<Line>> lines = new ArrayList<>();
        for (int town = 0; town <= n; town++) {
            lines.add(new ArrayList<>());
        }
        for (int i = 0; i < m; i++) {
            row = new StringTokenizer(in.readLine());
            int a = Integer.parseInt(row.nextToken());
            int b = Integer.parseInt(row.nextToken());
            int fare = Integer.parseInt(row.nextToken());
            lines.get(a).add(new Line(b, fare));
            lines.get(b).add(new Line(a, fare));
        }
        System.out.println(cheapest(n, vouchers, lines));
    }
}
