import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

public class Main {
    record Line(int to, int fare) {}

    /** Returns the smallest sum of fares from town 1 to town n, or -1; lines.get(a) are the lines from town a. */
    static long cheapest(int n, int vouchers, List<List<Line>> lines) {
        // Write your solution here.
        return 0;
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
