using System;
using System.Globalization;
using System.IO;
using System.Linq;

public static class Program
{
    // Returns the largest average over at least k consecutive seconds.
    static double BestRate(int[] records, int k)
    {
        double low = 0, high = 1000000;
        while (high - low > 1e-7)
        {
            double middle = (low + high) / 2;
            if (Sustained(records, k, middle)) low = middle;
            else high = middle;
        }
        return high;
    }

    // Whether some stretch of at least k seconds has the average `rate` or a larger one.
    static bool Sustained(int[] records, int k, double rate)
    {
        // the records above `rate`, up to now, up to k seconds ago, and the least of the latter
        double ahead = 0, behind = 0, lowest = 0;
        for (int second = 0; second < records.Length; second++)
        {
            ahead += records[second] - rate;
            if (second >= k)
            {
                behind += records[second - k] - rate;
                lowest = Math.Min(lowest, behind);
            }
            if (second >= k - 1 && ahead >= lowest) return true;
        }
        return false;
    }

    static int[] ReadIntegers(TextReader input)
    {
        return input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        int k = ReadIntegers(input)[1];
        double answer = BestRate(ReadIntegers(input), k);
        Console.WriteLine(answer.ToString("F7", CultureInfo.InvariantCulture));
    }
}
