import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.StringTokenizer;

public class Main {
    /**
     * Returns the services 1..n in order of deployment, or null when there is a circle.
     * Need i: before[i] is deployed before after[i].
     */
    static int[] deploymentOrder(int n, int[] before, int[] after) {
        int[] unmet = new int[n + 1];
        List<List<Integer>> unlocks = new ArrayList<>();
        for (int service = 0; service <= n; service++) {
            unlocks.add(new ArrayList<>());
        }
        for (int i = 0; i < before.length; i++) {
            unmet[after[i]]++;
            unlocks.get(before[i]).add(after[i]);
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int service = 1; service <= n; service++) {
            if (unmet[service] == 0) {
                ready.add(service);
            }
        }
        int[] order = new int[n];
        int deployed = 0;
        while (!ready.isEmpty()) {
            int service = ready.remove();
            order[deployed++] = service;
            for (int next : unlocks.get(service)) {
                if (--unmet[next] == 0) {
                    ready.add(next);
                }
            }
        }
        return deployed == n ? order : null;
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        StringTokenizer first = new StringTokenizer(in.readLine());
        int n = Integer.parseInt(first.nextToken());
        int m = Integer.parseInt(first.nextToken());
        int[] before = new int[m];
        int[] after = new int[m];
        for (int i = 0; i < m; i++) {
            StringTokenizer line = new StringTokenizer(in.readLine());
            before[i] = Integer.parseInt(line.nextToken());
            after[i] = Integer.parseInt(line.nextToken());
        }
        int[] order = deploymentOrder(n, before, after);
        StringBuilder out = new StringBuilder();
        if (order == null) {
            out.append("circle");
        } else {
            for (int service : order) {
                out.append(service).append(' ');
            }
        }
        System.out.println(out);
    }
}
