// attack: keeps every array it makes
// expect: memory_limit | runtime_error
// limits: cpu=4 memory=128
import java.util.ArrayList;

public class Main {
    public static void main(String[] args) {
        var hoard = new ArrayList<byte[]>();
        while (true) hoard.add(new byte[1 << 20]);
    }
}
