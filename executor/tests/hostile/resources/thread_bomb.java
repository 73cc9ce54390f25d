// attack: starts sleeping threads for ever, catching the error that says there are no more
// expect: time_limit | memory_limit | idle_limit | runtime_error | output_limit
// limits: cpu=2 idle=4 memory=256
public class Main {
    public static void main(String[] args) {
        while (true) {
            try {
                new Thread(() -> {
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                    }
                }).start();
            } catch (Throwable refused) {
            }
        }
    }
}
