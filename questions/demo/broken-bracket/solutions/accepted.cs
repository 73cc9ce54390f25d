using System;
using System.Collections.Generic;
using System.IO;

public static class Program
{
    // Returns "ok", or the position (from 1) of the bracket to report.
    static string Report(string template)
    {
        const string opening = "([{";
        const string closing = ")]}";
        var stillOpen = new Stack<int>();
        for (int at = 0; at < template.Length; at++)
        {
            if (opening.IndexOf(template[at]) >= 0) stillOpen.Push(at);
            int kind = closing.IndexOf(template[at]);
            if (kind < 0) continue;
            if (stillOpen.Count == 0 || template[stillOpen.Pop()] != opening[kind]) return (at + 1).ToString();
        }
        return stillOpen.Count == 0 ? "ok" : (stillOpen.Peek() + 1).ToString();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        Console.WriteLine(Report(input.ReadLine()));
    }
}
