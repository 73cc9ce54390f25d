package coding_engine; // a name that no candidate takes: this stands before his class path

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Scanner;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Stands between the start of a JVM and a candidate's class: it does on nothing what programs do first, waits at the
 * agent's gate until it is told the class's name, and runs that class once, as `java -cp . NAME` would.
 *
 * The candidate's classes are found by the system class loader behind this one. A class that the launcher of `java`
 * would complain of is left to it: the file `.cold` asks the agent for that.
 */
public final class Gate {
    private static final int ROUNDS = 15;

    private Gate() {}

    public static void main(String[] arguments) throws Throwable {
        for (int round = 0; round < ROUNDS; round++) rehearse(round);
        String name = waitAtGate();
        System.setProperty("java.class.path", ".");
        System.setProperty("sun.java.command", name);
        MethodHandle start;
        try {
            start = mainOf(Class.forName(name, false, ClassLoader.getSystemClassLoader()));
        } catch (Throwable notOneToStart) {
            start = null;
        }
        if (start == null) {
            new File(".cold").createNewFile();
            Runtime.getRuntime().halt(1);
        }
        try {
            Class.forName(name); // its static initialisers: here their errors show no more than our own frames
            start.invokeExact(new String[0]);
        } catch (Throwable thrown) {
            withoutUs(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
            throw thrown;
        }
    }

    /** What the agent says: one line. Ends this process where the gate is closed instead. */
    static String waitAtGate() throws IOException {
        byte[] told = new byte[4096];
        int length;
        try (FileInputStream gate = new FileInputStream(".gate")) {
            length = gate.read(told);
        }
        if (length <= 0) Runtime.getRuntime().halt(0);
        return new String(told, 0, length).strip();
    }

    private static MethodHandle mainOf(Class<?> type) throws ReflectiveOperationException {
        Method main = type.getMethod("main", String[].class);
        if (!Modifier.isStatic(main.getModifiers()) || main.getReturnType() != void.class) return null;
        main.setAccessible(true);
        return MethodHandles.lookup().unreflect(main);
    }

    /** Takes our own frames out of a stack trace, its causes' and those that it suppressed. */
    private static void withoutUs(Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) return;
        StackTraceElement[] frames = thrown.getStackTrace();
        int kept = frames.length;
        while (kept > 0 && frames[kept - 1].getClassName().equals("coding_engine.Gate")) kept--;
        boolean ours = kept < frames.length;
        while (ours && kept > 0 && frames[kept - 1].getMethodName().startsWith("forName")) kept--;
        if (kept < frames.length) thrown.setStackTrace(Arrays.copyOf(frames, kept));
        withoutUs(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) withoutUs(suppressed, seen);
    }

    // --- what programs do first ---

    /** Started once through the same door as a candidate's class. */
    public static final class Sample {
        public static void main(String[] arguments) {}
    }

    private static void rehearse(int round) throws Throwable {
        byte[] text = "3 14\nalpha beta 2.5\n1 2 3 4 5\n".getBytes();
        PrintStream out = new PrintStream(round % 2 == 0 ? new FileOutputStream("/dev/null") : new ByteArrayOutputStream());
        try (Scanner in = new Scanner(new ByteArrayInputStream(text))) {
            out.println(in.nextInt() + in.nextLong());
            out.println(in.next() + in.next() + in.nextDouble());
            while (in.hasNextInt()) out.print(in.nextInt() + " ");
        }
        BufferedReader reader = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(text)));
        Map<String, Integer> counts = new HashMap<>();
        TreeMap<Integer, List<String>> byLength = new TreeMap<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            StringTokenizer tokens = new StringTokenizer(line);
            while (tokens.hasMoreTokens()) counts.merge(tokens.nextToken(), 1, Integer::sum);
            for (String word : line.trim().split("\\s+")) byLength.computeIfAbsent(word.length(), n -> new ArrayList<>()).add(word);
        }
        List<Integer> numbers = new ArrayList<>(List.of(3, 1, 2));
        Collections.sort(numbers);
        numbers.sort((a, b) -> b - a);
        int[] plain = {5, 4, 3};
        Arrays.sort(plain);
        PriorityQueue<int[]> queue = new PriorityQueue<>((a, b) -> Integer.compare(a[0], b[0]));
        queue.add(plain);
        ArrayDeque<Integer> deque = new ArrayDeque<>(numbers);
        Set<Integer> set = new HashSet<>(deque);
        StringBuilder built = new StringBuilder();
        for (int n : plain) built.append(n).append(' ');
        out.println(built + " " + set + queue.poll()[0] + counts + byLength + deque.pop());
        out.printf("%d %s %.2f%n", round, String.format("%5d|%-4s", round, "x"), Math.sqrt(round));
        out.println(numbers.stream().map(String::valueOf).collect(Collectors.joining(",")) + IntStream.range(0, 5).sum());
        out.flush();
        if (round == 0) mainOf(Class.forName("coding_engine.Gate$Sample")).invokeExact(new String[0]);
    }
}
