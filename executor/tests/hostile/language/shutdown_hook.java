// attack: ends, but a shutdown hook and a thread that is no daemon stay
// expect: idle_limit
// limits: cpu=4 idle=2 memory=256
public class Main {
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
            }
        }));
        System.out.println("done");
    }
}
