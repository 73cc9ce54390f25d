using System;
using System.Globalization;
using System.IO;
using System.Linq;

public static class Program
{
    // Returns the largest average over at least k consecutive seconds.
    static double BestRate(int[] records, int k)
    {
        // Write your solution here.
        return -1;
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
