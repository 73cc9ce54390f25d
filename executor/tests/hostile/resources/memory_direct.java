// attack: memory outside the Java heap
// expect: memory_limit | runtime_error
// limits: cpu=4 memory=128
import java.nio.ByteBuffer;
import java.util.ArrayList;

public class Main {
    public static void main(String[] args) {
        var hoard = new ArrayList<ByteBuffer>();
        while (true) {
            ByteBuffer block = ByteBuffer.allocateDirect(8 << 20);
            for (int i = 0; i < block.capacity(); i += 4096) block.put(i, (byte) 1);
            hoard.add(block);
        }
    }
}
