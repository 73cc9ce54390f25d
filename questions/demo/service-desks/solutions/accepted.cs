using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Program
{
    // Fills served[desk] (index 0 is desk 1) with the number of visitors, and returns the sum of waiting times.
    static long Serve(int[] arrivals, int[] services, int[] served)
    {
        var idle = new SortedSet<int>(Enumerable.Range(0, served.Length));
        var busy = new SortedSet<(long Until, int Desk)>();
        long waited = 0;
        long now = 0;
        for (int i = 0; i < arrivals.Length; i++)
        {
            now = Math.Max(now, arrivals[i]);
            if (idle.Count == 0) now = Math.Max(now, busy.Min.Until);
            while (busy.Count > 0 && busy.Min.Until <= now)
            {
                idle.Add(busy.Min.Desk);
                busy.Remove(busy.Min);
            }
            int desk = idle.Min;
            idle.Remove(desk);
            served[desk]++;
            waited += now - arrivals[i];
            busy.Add((now + services[i], desk));
        }
        return waited;
    }

    static int[] ReadIntegers(TextReader input)
    {
        return input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        int[] first = ReadIntegers(input);
        var arrivals = new int[first[0]];
        var services = new int[first[0]];
        for (int i = 0; i < first[0]; i++)
        {
            int[] visitor = ReadIntegers(input);
            arrivals[i] = visitor[0];
            services[i] = visitor[1];
        }
        var served = new int[first[1]];
        Console.WriteLine(Serve(arrivals, services, served));
        int most = served.Max();
        Console.WriteLine((Array.IndexOf(served, most) + 1) + " " + most);
    }
}
