using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Program
{
    struct Line
    {
        public int To;
        public int Fare;
    }

    // Returns the smallest sum of fares from town 1 to town n, or -1; lines[a] are the lines from town a.
    static long Cheapest(int n, int vouchers, List<Line>[] lines)
    {
        var best = new long[vouchers + 1, n + 1];
        for (int used = 0; used <= vouchers; used++)
        {
            for (int town = 0; town <= n; town++) best[used, town] = long.MaxValue;
        }
        var queue = new SortedSet<(long Paid, int Used, int Town)>();
        Action<long, int, int> reach = (paid, used, town) =>
        {
            if (paid >= best[used, town]) return;
            queue.Remove((best[used, town], used, town));
            best[used, town] = paid;
            queue.Add((paid, used, town));
        };
        reach(0, 0, 1);
        while (queue.Count > 0)
        {
            var state = queue.Min;
            queue.Remove(state);
            if (state.Town == n) return state.Paid;
            foreach (Line line in lines[state.Town])
            {
                reach(state.Paid + line.Fare, state.Used, line.To);
                if (state.Used < vouchers) reach(state.Paid, state.Used + 1, line.To);
            }
        }
        return -1;
    }

    static int[] ReadIntegers(TextReader input)
    {
        return input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        int[] first = ReadIntegers(input);
        int n = first[0];
        var lines = Enumerable.Range(0, n + 1).Select(_ => new List<Line>()).ToArray();
        for (int i = 0; i < first[1]; i++)
        {
            int[] row = ReadIntegers(input);
            lines[row[0]].Add(new Line { To = row[1], Fare = row[2] });
            lines[row[1]].Add(new Line { To = row[0], Fare = row[2] });
        }
        Console.WriteLine(Cheapest(n, first[2], lines));
    }
}
