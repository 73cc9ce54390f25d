// attack: writes to an address that is not its own; the JVM answers with a crash report in a file and on stdout
// expect: runtime_error
// limits: cpu=4 idle=6 memory=256
import java.lang.reflect.Field;
import sun.misc.Unsafe;

public class Main {
    public static void main(String[] args) throws Exception {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        ((Unsafe) field.get(null)).putLong(8L, 1L);
    }
}
