using System;
using System.IO;
using System.Linq;

public static class Program
{
    // Returns the first minute and the total of the quietest k consecutive minutes; minutes count from 1.
    static (int Start, long Total) Quietest(int[] counts, int k)
    {
        // Write your solution here.
        return (0, 0);
    }

    static int[] ReadIntegers(TextReader input)
    {
        return input.ReadLine().Split(new[] {' '}, StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        int k = ReadIntegers(input)[1];
        var answer = Quietest(ReadIntegers(input), k);
        Console.WriteLine(answer.Start + " " + answer.Total);
    }
}
