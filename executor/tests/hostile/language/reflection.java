// attack: changes by reflection and by setters all that a machine shared with the next run would hand on
// case: plant -> planted
// case: look -> clean
// expect: accepted
// limits: cpu=4 idle=5 memory=256
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Scanner;
import java.util.TimeZone;

public class Main {
    static void set(Class<?> owner, String name, Object target, Object value) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            field.set(target, value);
        } catch (Throwable refused) {
        }
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        if (new Scanner(System.in).next().equals("plant")) {
            set(Integer.class, "value", 7, 8);
            set(String.class, "value", "clean", "planted".getBytes());
            set(Boolean.class, "value", Boolean.TRUE, false);
            set(System.class, "out", null, null);
            System.setProperty("planted", "yes");
            System.setProperty("line.separator", "planted");
            Locale.setDefault(Locale.forLanguageTag("tr"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {});
            new Thread(() -> {
                for (;;) Thread.onSpinWait();
            }) {{ setDaemon(true); }}.start();
            out.print("planted\n");
            return;
        }
        StringBuilder found = new StringBuilder();
        Integer seven = 7;
        if (seven + 0 != 7) found.append(" integer");
        if (!Boolean.TRUE) found.append(" boolean");
        if (System.getProperty("planted") != null) found.append(" property");
        if (!System.lineSeparator().equals("\n")) found.append(" separator");
        if (Locale.getDefault().getLanguage().equals("tr")) found.append(" locale");
        if (TimeZone.getDefault().getID().equals("Asia/Kolkata")) found.append(" zone");
        if (Thread.getDefaultUncaughtExceptionHandler() != null) found.append(" handler");
        for (StackTraceElement frame : new Throwable().getStackTrace())
            if (!frame.getClassName().equals("Main")) found.append(" frame ").append(frame);
        System.out.println(found.length() == 0 ? "clean" : "LEAK" + found);
    }
}
