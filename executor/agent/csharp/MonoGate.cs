// Stands between the start of Mono and a candidate's program: it does on nothing what programs do first, waits at the
// agent's gate, and runs main.exe once, as `mono main.exe` would. What it cannot run just so is left to `mono`: the
// file `.cold` asks the agent for that.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;

public static class MonoGate
{
    const int Rounds = 3;

    public static int Main()
    {
        for (int round = 0; round < Rounds; round++) Rehearse();
        string told;
        using (var gate = new StreamReader(new FileStream(".gate", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1)))
            told = gate.ReadToEnd();
        if (told.Length == 0) return 0;
        Directory.SetCurrentDirectory(Environment.GetEnvironmentVariable("HOME"));
        Func<string[], int> start = null;
        try
        {
            start = EntryOf(Assembly.LoadFrom(Path.GetFullPath("main.exe")));
        }
        catch (Exception)
        {
            // `mono` will say what is wrong with it
        }
        if (start == null)
        {
            File.WriteAllText(".cold", "");
            return 1;
        }
        try
        {
            return start(new string[0]);
        }
        catch (Exception unhandled)
        {
            bool handled = TellHandlers(unhandled);
            string text = WithoutUs(unhandled.ToString());
            Console.Out.Flush();
            if (!handled) Console.Error.Write("\nUnhandled Exception:\n{0}\n", text);
            Console.Error.Write("[ERROR] FATAL UNHANDLED EXCEPTION: {0}\n", text);
            Console.Error.Flush();
            Environment.Exit(1);
            return 1;
        }
    }

    // The program's entry; null where it is of a form that only the runtime itself starts rightly.
    static Func<string[], int> EntryOf(Assembly program)
    {
        MethodInfo entry = program.EntryPoint;
        if (entry == null || !(entry.ReturnType == typeof(void) || entry.ReturnType == typeof(int))) return null;
        bool takes = entry.GetParameters().Length == 1;
        if (entry.ReturnType == typeof(void))
        {
            if (takes)
            {
                var run = (Action<string[]>)Delegate.CreateDelegate(typeof(Action<string[]>), entry);
                return words => { run(words); return Environment.ExitCode; };
            }
            var plain = (Action)Delegate.CreateDelegate(typeof(Action), entry);
            return words => { plain(); return Environment.ExitCode; };
        }
        if (takes) return (Func<string[], int>)Delegate.CreateDelegate(typeof(Func<string[], int>), entry);
        var bare = (Func<int>)Delegate.CreateDelegate(typeof(Func<int>), entry);
        return words => bare();
    }

    // Calls the program's handlers of AppDomain.UnhandledException as the runtime would: whether there are any.
    static bool TellHandlers(Exception unhandled)
    {
        var field = typeof(AppDomain).GetField("UnhandledException", BindingFlags.Instance | BindingFlags.NonPublic);
        var handlers = field == null ? null : field.GetValue(AppDomain.CurrentDomain) as UnhandledExceptionEventHandler;
        if (handlers == null) return false;
        handlers(AppDomain.CurrentDomain, new UnhandledExceptionEventArgs(unhandled, true));
        return true;
    }

    // The text of an exception without the frames that are ours: they come last, before what follows a trace.
    static string WithoutUs(string text)
    {
        return string.Join("\n", text.Split('\n').Where(line => !line.StartsWith("  at MonoGate")));
    }

    static void Rehearse()
    {
        var text = "3 14\nalpha beta\n1 2 3\n";
        var input = new StreamReader(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        var output = new StreamWriter(new MemoryStream());
        var counts = new Dictionary<string, int>();
        string line;
        while ((line = input.ReadLine()) != null)
            foreach (string word in line.Trim().Split(' '))
            {
                int number;
                if (int.TryParse(word, out number)) output.WriteLine(number + int.Parse(word));
                counts[word] = word.Length;
            }
        var list = new List<int> { 3, 1, 2 };
        list.Sort();
        output.WriteLine(string.Join(" ", list) + list.Select(n => n * 2).OrderBy(n => -n).Sum());
        output.WriteLine("{0} {1:F2} {2}", list.Count, 1.5, new StringBuilder().Append('x').Append(7));
        output.Flush();
    }
}
