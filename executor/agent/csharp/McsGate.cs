// A mcs that has compiled before: it compiles a sample of ours, waits at the agent's gate until it is told the name of
// a source file, and compiles that one once, as `mcs FLAGS NAME` would. Arguments: how often, the sample, mcs's flags.
using System;
using System.IO;
using Mono.CSharp;

public static class McsGate
{
    // The last line of mcs is its command line's own, and not the compiler's.
    // A message is "PLACE: error CS1525: TEXT", or begins with its kind. No Regex: to compile one takes longer than mcs.
    static int Count(string said, string kind)
    {
        int found = 0;
        foreach (string line in said.Split('\n'))
        {
            int at = line.StartsWith(kind + " CS", StringComparison.Ordinal) ? 0 : -1;
            if (at < 0) at = line.IndexOf(": " + kind + " CS", StringComparison.Ordinal);
            if (at >= 0 && line.IndexOf(": ", at + 2, StringComparison.Ordinal) >= 0) found++;
        }
        return found;
    }

    public static int Main(string[] arguments)
    {
        var flags = new string[arguments.Length - 1];
        Array.Copy(arguments, 2, flags, 0, arguments.Length - 2);
        for (int round = 0; round < int.Parse(arguments[0]); round++)
        {
            flags[flags.Length - 1] = arguments[1];
            CompilerCallableEntryPoint.InvokeCompiler(flags, new StringWriter());
            File.Delete("main.exe");
        }
        string name;
        using (var gate = new StreamReader(new FileStream(".gate", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1)))
            name = gate.ReadToEnd().Trim();
        if (name.Length == 0) return 0;
        Directory.SetCurrentDirectory(Environment.GetEnvironmentVariable("HOME"));
        flags[flags.Length - 1] = name;
        var said = new StringWriter();
        bool good = CompilerCallableEntryPoint.InvokeCompiler(flags, said);
        string text = said.ToString();
        if (text.Length > 0) Console.Error.Write(text);
        int errors = Count(text, "error"), warnings = Count(text, "warning");
        if (!good)
            Console.WriteLine("Compilation failed: {0} error(s), {1} warnings", errors, warnings);
        else if (warnings > 0)
            Console.WriteLine("Compilation succeeded - {0} warning(s)", warnings);
        return good ? 0 : 1;
    }
}
