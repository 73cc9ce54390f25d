"""Java programs that tell how they were started, if anything does: name → (source, stdin)."""


def _main(body: str, more: str = "") -> str:
    return (
        "import java.io.*; import java.nio.file.*; import java.util.*; import java.util.concurrent.*;"
        f" public class Main {{ {more} public static void main(String[] args) throws Throwable {{ {body} }} }}"
    )


PROGRAMS: dict[str, tuple[str, bytes]] = {
    "sum": (_main("var in = new Scanner(System.in); System.out.println(in.nextInt() + in.nextInt());"), b"1 2\n"),
    "nothing": (_main(""), b""),
    "read lines": (
        _main(
            "var in = new BufferedReader(new InputStreamReader(System.in)); int n = 0;"
            " for (String line; (line = in.readLine()) != null; n++) System.out.println(n + line);"
        ),
        b"a\nb\n\nlast",
    ),
    "read bytes": (_main("System.out.println(Arrays.hashCode(System.in.readAllBytes()));"), bytes(range(256)) * 300),
    "end of input": (_main('System.out.println(System.in.read() + " " + System.in.read());'), b"x"),
    "standard input twice": (
        _main("System.out.println(new Scanner(System.in).next()); System.out.println(System.in.available());"),
        b"x " * 5000,
    ),
    "arguments": (_main("System.out.println(args.length);"), b""),
    "working directory": (
        _main(
            'System.out.println(new File("").getAbsolutePath() + Path.of("").toAbsolutePath()'
            ' + System.getProperty("user.dir") + new File("x").getCanonicalPath());'
        ),
        b"",
    ),
    "files": (
        _main(
            'Files.writeString(Path.of("x"), "text"); System.out.println(new File("x").length()'
            ' + Files.readString(Path.of("x")) + new BufferedReader(new FileReader("x")).readLine());'
            ' String[] found = new File(".").list(); Arrays.sort(found); System.out.println(Arrays.toString(found));'
        ),
        b"",
    ),
    "properties": (
        _main(
            'for (String name : List.of("java.class.path", "java.version", "file.encoding", "stdout.encoding",'
            ' "java.io.tmpdir", "user.home", "sun.java.command", "line.separator"))'
            " System.out.println(name + System.getProperty(name));"
        ),
        b"",
    ),
    "environment": (_main("System.out.println(new TreeMap<>(System.getenv()));"), b""),
    "memory": (_main("System.out.println(Runtime.getRuntime().maxMemory());"), b""),
    "exception": (_main('throw new IllegalStateException("no");'), b""),
    "exception in a method": (_main("f(3);", "static void f(int n) { if (n == 0) throw new Error(); f(n - 1); }"), b""),
    "cause and suppressed": (
        _main(
            'try { Integer.parseInt(null); } catch (Exception e) { var t = new RuntimeException("outer", e);'
            ' t.addSuppressed(new IOException("also")); throw t; }'
        ),
        b"",
    ),
    "a cause that is its own": (
        _main('var a = new Exception("a"); var b = new Exception("b", a); a.initCause(b); throw b;'),
        b"",
    ),
    "exception in a lambda": (_main('List.of(1).forEach(n -> { throw new RuntimeException("" + n); });'), b""),
    "exception in a stream": (_main("List.of(0).stream().map(n -> 1 / n).toList();"), b""),
    "static initialiser": (_main('System.out.println("main");', 'static { System.out.println("first"); }'), b""),
    "static initialiser that throws": (_main("", 'static int x = 1 / Integer.parseInt("0");'), b""),
    "handler of uncaught exceptions": (
        _main(
            "Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.out.println(t.getName() + e));"
            ' throw new RuntimeException("x");'
        ),
        b"",
    ),
    "stack overflow": (
        _main(
            "try { f(0); } catch (StackOverflowError e) { System.out.println(deepest > 10000); }",
            "static int deepest; static void f(int n) { deepest = n; f(n + 1); }",
        ),
        b"",
    ),
    "exit": (_main('System.out.print("x"); System.exit(7);'), b""),
    "halt": (_main("Runtime.getRuntime().halt(9);"), b""),
    "shutdown hook": (
        _main('Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));'),
        b"",
    ),
    "thread that outlives main": (
        _main(
            'new Thread(() -> { try { Thread.sleep(50); } catch (Exception e) {} System.out.println("t"); }).start();'
        ),
        b"",
    ),
    "thread that throws": (_main('var t = new Thread(() -> { throw new Error("x"); }); t.start(); t.join();'), b""),
    "daemon thread": (
        _main("var t = new Thread(() -> { for (;;) {} }); t.setDaemon(true); t.start(); System.out.println(1);"),
        b"",
    ),
    "this thread": (
        _main(
            "var t = Thread.currentThread(); System.out.println(t.getName() + t.getId() + t.getPriority()"
            " + t.getThreadGroup().getName() + t.getContextClassLoader().getClass().getSimpleName());"
        ),
        b"",
    ),
    "class loader": (
        _main(
            "System.out.println(Main.class.getClassLoader() == ClassLoader.getSystemClassLoader());"
            ' System.out.println(Main.class.getResource("Main.class").getPath());'
            " System.out.println(Main.class.getModule().isNamed());"
        ),
        b"",
    ),
    "pool": (
        _main(
            "var pool = Executors.newFixedThreadPool(4); int sum = 0; var all = new ArrayList<Future<Integer>>();"
            " for (int i = 0; i < 20; i++) { int n = i; all.add(pool.submit(() -> n * n)); }"
            " for (var f : all) sum += f.get(); pool.shutdown(); System.out.println(sum);"
        ),
        b"",
    ),
    "large output": (_main("for (int i = 0; i < 100000; i++) System.out.println(i);"), b""),
    "no flush": (_main('var out = new PrintWriter(new BufferedOutputStream(System.out)); out.println("lost");'), b""),
    "unicode": (_main('System.out.println("ä€😀" + "ä€😀".length()); System.err.println("ö");'), b""),
    "locale": (_main('System.out.println(Locale.getDefault() + String.format("%,.2f", 1234.5));'), b""),
    "random with a seed": (_main("System.out.println(new Random(42).nextInt());"), b""),
    "order of a hash map": (
        _main(
            'var m = new HashMap<String, Integer>(); for (int i = 0; i < 40; i++) m.put("k" + i, i); System.out.print(m);'
        ),
        b"",
    ),
    "assertions are off": (_main("assert false; System.out.println(1);"), b""),
    "another name": ("class Solution { public static void main(String[] a) { System.out.println(1); } }", b""),
    "in a package": (
        "package a.b; public class C { public static void main(String[] x) { System.out.println(C.class); } }",
        b"",
    ),
    "not public": ('class A { public static void main(String... a) { System.out.println("varargs"); } }', b""),
    "inherited main": (
        "class B { public static void main(String[] a) { System.out.println(1); } } public class Main extends B {}",
        b"",
    ),
    "main in an interface": ("interface I { static void main(String[] a) { System.out.println(1); } }", b""),
    "no main": ("public class Main { }", b""),
    "main is not static": ("public class Main { public void main(String[] a) { } }", b""),
    "main is private": ("public class Main { private static void main(String[] a) { } }", b""),
    "main returns": ("public class Main { public static int main(String[] a) { return 3; } }", b""),
    "a class called Gate": (
        _main("System.out.println(new Gate().f());") + " class Gate { int f() { return 7; } }",
        b"",
    ),
    "main in a class called Gate": (
        "public class Gate { public static void main(String[] a) { System.out.println(1); } }",
        b"",
    ),
    "inner classes": (
        _main("System.out.println(new Main().new In().f());", "int x = 3; class In { int f() { return x; } }"),
        b"",
    ),
}
