"""C# programs that tell how they were started, if anything does: name → (source, stdin)."""

USING = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; "


def _main(body: str, more: str = "") -> str:
    return f"{USING} public class Program {{ {more} public static void Main(string[] args) {{ {body} }} }}"


PROGRAMS: dict[str, tuple[str, bytes]] = {
    "sum": (_main("Console.WriteLine(Console.ReadLine().Split(' ').Select(int.Parse).Sum());"), b"1 2\n"),
    "nothing": (_main(""), b""),
    "read lines": (
        _main('string s; while ((s = Console.ReadLine()) != null) Console.WriteLine("<" + s + ">");'),
        b"a\n\nb",
    ),
    "read all": (_main("Console.Write(Console.In.ReadToEnd().Length);"), b"x\n" * 50000),
    "read bytes": (
        _main("var s = Console.OpenStandardInput(); int n = 0; while (s.ReadByte() >= 0) n++; Console.Write(n);"),
        bytes(range(256)) * 9,
    ),
    "end of input": (_main('Console.Write(Console.Read() + " " + (Console.ReadLine() == null));'), b""),
    "arguments": (_main("Console.Write(args.Length);"), b""),
    "main without arguments": ("class P { static void Main() { System.Console.Write(1); } }", b""),
    "main returns": ("class P { static int Main() { return 5; } }", b""),
    "main with both": ("class P { static int Main(string[] a) { return a.Length + 3; } }", b""),
    "private class": ("static class P { static void Main() { System.Console.Write(1); } }", b""),
    "exit code": (_main("Environment.ExitCode = 6;"), b""),
    "exit": (_main("Console.Write(1); Environment.Exit(7); Console.Write(2);"), b""),
    "fail fast": (_main("try { } finally { Environment.Exit(3); }"), b""),
    "exception": (_main('throw new InvalidOperationException("no");'), b""),
    "exception in a method": (
        _main("F(3);", 'static void F(int n) { if (n == 0) throw new Exception("x"); F(n - 1); }'),
        b"",
    ),
    "inner exception": (
        _main('try { int.Parse("x"); } catch (Exception e) { throw new ApplicationException("outer", e); }'),
        b"",
    ),
    "null reference": (_main("string s = null; Console.Write(s.Length);"), b""),
    "index out of range": (_main("var a = new int[1]; Console.Write(a[args.Length + 1]);"), b""),
    "divide by zero": (_main("Console.Write(1 / args.Length);"), b""),
    "static constructor": (_main("Console.Write(1);", 'static Program() { Console.Write("first"); }'), b""),
    "static constructor that throws": (_main("", 'static Program() { throw new Exception("static"); }'), b""),
    "exception in a thread": (
        _main('var t = new Thread(() => { throw new Exception("x"); }); t.Start(); t.Join(); Console.Write(1);'),
        b"",
    ),
    "handler of unhandled exceptions": (
        _main(
            'AppDomain.CurrentDomain.UnhandledException += (s, e) => Console.WriteLine("seen"); throw new Exception("x");'
        ),
        b"",
    ),
    "process exit": (
        _main('AppDomain.CurrentDomain.ProcessExit += (s, e) => Console.WriteLine("bye"); Console.WriteLine(1);'),
        b"",
    ),
    "finaliser": (_main("new Program(); GC.Collect();", '~Program() { Console.WriteLine("f"); }'), b""),
    "thread that outlives main": (
        _main('new Thread(() => { Thread.Sleep(50); Console.WriteLine("late"); }).Start();'),
        b"",
    ),
    "background thread": (
        _main("var t = new Thread(() => { while (true) { } }); t.IsBackground = true; t.Start(); Console.Write(1);"),
        b"",
    ),
    "this thread": (
        _main("var t = Thread.CurrentThread; Console.Write(t.Name + t.ManagedThreadId + t.IsBackground + t.Priority);"),
        b"",
    ),
    "working directory": (_main('Console.Write(Directory.GetCurrentDirectory() + Path.GetFullPath("x"));'), b""),
    "files": (
        _main('File.WriteAllText("x", "text"); Console.Write(File.ReadAllText("x") + File.Exists("main.exe"));'),
        b"",
    ),
    "environment": (
        _main(
            "foreach (var k in Environment.GetEnvironmentVariables().Keys.Cast<string>().OrderBy(n => n,"
            ' StringComparer.Ordinal)) Console.WriteLine(k + "=" + Environment.GetEnvironmentVariable(k));'
        ),
        b"",
    ),
    "large output": (_main("for (int i = 0; i < 50000; i++) Console.WriteLine(i);"), b""),
    "no flush": (_main('var w = new StreamWriter(Console.OpenStandardOutput()); w.Write("lost");'), b""),
    "standard error": (_main('Console.Error.WriteLine("e"); Console.Out.Write("o");'), b""),
    "unicode": (_main('Console.WriteLine("ä€😀" + "ä€".Length);'), b""),
    "culture": (_main('Console.Write(1234.5.ToString("N2") + Thread.CurrentThread.CurrentCulture.Name);'), b""),
    "random with a seed": (_main("Console.Write(new Random(42).Next());"), b""),
    "big integer": (_main("Console.Write(System.Numerics.BigInteger.Pow(3, 200));"), b""),
    "own assembly": (_main("Console.Write(typeof(Program).Assembly.GetName().Name);"), b""),
}

SOURCES: dict[str, str] = {
    "sum": PROGRAMS["sum"][0],
    "error": 'class P { static void Main() { int x = "a"; } }',
    "several errors": "class P { static void Main() { int x = 1; int x = 2; y = 3; F(); } }",
    "syntax": "class P { static void Main( { } }",
    "warnings": "class P { static void Main() { int unused = 1; int other; } }",
    "warning and error": "class P { static void Main() { int unused = 1; return 3; } }",
    "related": "class A { public void F(int a) {} } class P { static void Main() { new A().F(); } }",
    "no main": "class P { }",
    "two mains": "class P { static void Main() {} } class Q { static void Main() {} }",
    "nothing": "",
    "error directive": "#error broken\nclass P { static void Main() {} }",
    "line directive": '#line 7 "other.cs"\nclass P { static void Main() { x } }',
    "missing namespace": "using Does.Not.Exist; class P { static void Main() {} }",
    "not text": "class P { static void Main() { \u0000 } }",
    "error in words": 'class P { static void Main() { string s = "error CS0000:"; int error; } }',
}
