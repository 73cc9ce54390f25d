import java.io.IOException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

public class Main {
    /** Returns the cost of each employee's team. Arrays are indexed by employee number; managers[head] is 0. */
    static long[] teamCosts(int[] managers, int[] salaries) {
        int n = managers.length - 1;
        List<List<Integer>> reports = new ArrayList<>();
        for (int employee = 0; employee <= n; employee++) {
            reports.add(new ArrayList<>());
        }
        for (int employee = 1; employee <= n; employee++) {
            reports.get(managers[employee]).add(employee);
        }
        // Managers come before their reports.
        List<Integer> topDown = new ArrayList<>(reports.get(0));
        for (int i = 0; i < topDown.size(); i++) {
            topDown.addAll(reports.get(topDown.get(i)));
        }
        long[] costs = new long[n + 1];
        for (int i = n - 1; i >= 0; i--) {
            int employee = topDown.get(i);
            costs[employee] += salaries[employee];
            costs[managers[employee]] += costs[employee];
        }
        return costs;
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        StringTokenizer line = new StringTokenizer(in.readLine());
        int n = Integer.parseInt(line.nextToken());
        int q = Integer.parseInt(line.nextToken());
        int[] managers = new int[n + 1];
        int[] salaries = new int[n + 1];
        for (int employee = 1; employee <= n; employee++) {
            line = new StringTokenizer(in.readLine());
            managers[employee] = Integer.parseInt(line.nextToken());
            salaries[employee] = Integer.parseInt(line.nextToken());
        }
        long[] costs = teamCosts(managers, salaries);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < q; i++) {
            out.append(costs[Integer.parseInt(in.readLine().trim())]).append('\n');
        }
        System.out.print(out);
    }
}
