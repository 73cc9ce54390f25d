// attack: Java's own clients to the host's loopback
// expect: accepted
// stdout: blocked
// limits: cpu=4 idle=6 memory=256
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;

public class Main {
    public static void main(String[] args) {
        boolean leak = false;
        for (String host : new String[] {"127.0.0.1", "localhost", "::1"}) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, @TCP@), 1000);
                leak = true;
            } catch (Exception refused) {
            }
        }
        for (String address : new String[] {"http://127.0.0.1:@TCP@/", "file://@CANARY@", "file:///etc/shadow"}) {
            try (var in = URI.create(address).toURL().openStream()) {
                if (in.read() >= 0) leak = true;
            } catch (Exception refused) {
            }
        }
        System.out.println(leak ? "LEAK" : "blocked");
    }
}
