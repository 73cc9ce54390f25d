using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Program
{
    // Returns for each day the number of days until a strictly lower price, or 0.
    static int[] DaysToWait(int[] prices)
    {
        // Write your solution here.
        return new int[0];
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        input.ReadLine();
        int[] prices = input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
        Console.WriteLine(string.Join(" ", DaysToWait(prices)));
    }
}
