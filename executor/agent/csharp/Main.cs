// Compiled by McsGate before it waits: what programs mostly use.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

public class Program
{
    struct Pair { public int A; public string B; }
    delegate int Measure(string text);
    static T Largest<T>(IEnumerable<T> of) where T : IComparable<T> { return of.Max(); }

    public static void Main()
    {
        var found = new SortedDictionary<string, List<int>>();
        string line;
        while ((line = Console.ReadLine()) != null)
        {
            if (!found.ContainsKey(line)) found[line] = new List<int>();
            found[line].AddRange(line.Split(' ').Where(word => word.Length > 0).Select(int.Parse));
        }
        Measure measure = text => text.Length;
        var pair = new Pair { A = measure("x"), B = $"{found.Count:D3}" };
        var built = new StringBuilder();
        foreach (var one in found.OrderByDescending(entry => entry.Value.Sum()))
            built.Append(one.Key).Append(' ').AppendLine(string.Join(",", one.Value));
        try { Console.Write(built); Console.WriteLine("{0} {1} {2:F2}", pair.A, pair.B, Largest(new[] { 1.5, 2.5 })); }
        catch (IOException error) { Console.Error.WriteLine(error.Message); }
        var grid = new long[3, 3]; var queue = new Queue<Tuple<int, int>>(); queue.Enqueue(Tuple.Create(1, 2));
        for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) grid[i, j] = i * j + queue.Peek().Item1;
    }
}
