import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.StringTokenizer;

public class Main {
    /** A desk that serves a visitor, and when it is idle again. */
    record Busy(long until, int desk) {}

    /** Fills served[desk] (index 0 is desk 1) with the number of visitors, and returns the sum of waiting times. */
    static long serve(int[] arrivals, int[] services, int[] served) {
        PriorityQueue<Integer> idle = new PriorityQueue<>();
        for (int desk = 0; desk < served.length; desk++) {
            idle.add(desk);
        }
        PriorityQueue<Busy> busy = new PriorityQueue<>(Comparator.comparingLong(Busy::until));
        long waited = 0;
        long now = 0;
        for (int i = 0; i < arrivals.length; i++) {
            now = Math.max(now, arrivals[i]);
            if (idle.isEmpty()) {
                now = Math.max(now, busy.peek().until());
            }
            while (!busy.isEmpty() && busy.peek().until() <= now) {
                idle.add(busy.remove().desk());
            }
            int desk = idle.remove();
            served[desk]++;
            waited += now - arrivals[i];
            busy.add(new Busy(now + services[i], desk));
        }
        return waited;
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in), 1 << 16);
        StringTokenizer line = new StringTokenizer(in.readLine());
        int n = Integer.parseInt(line.nextToken());
        int[] served = new int[Integer.parseInt(line.nextToken())];
        int[] arrivals = new int[n];
        int[] services = new int[n];
        for (int i = 0; i < n; i++) {
            line = new StringTokenizer(in.readLine());
            arrivals[i] = Integer.parseInt(line.nextToken());
            services[i] = Integer.parseInt(line.nextToken());
        }
        System.out.println(serve(arrivals, services, served));
        int busiest = 0;
        for (int desk = 1; desk < served.length; desk++) {
            if (served[desk] > served[busiest]) {
                busiest = desk;
            }
        }
        System.out.println((busiest + 1) + " " + served[busiest]);
    }
}
