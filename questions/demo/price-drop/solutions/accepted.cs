using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Program
{
    // Returns for each day the number of days until a strictly lower price, or 0.
    static int[] DaysToWait(int[] prices)
    {
        var answers = new int[prices.Length];
        var waiting = new Stack<int>(); // days without an answer so far; their prices never fall
        for (int day = 0; day < prices.Length; day++)
        {
            while (waiting.Count > 0 && prices[waiting.Peek()] > prices[day])
            {
                int earlier = waiting.Pop();
                answers[earlier] = day - earlier;
            }
            waiting.Push(day);
        }
        return answers;
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        input.ReadLine();
        int[] prices = input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
        Console.WriteLine(string.Join(" ", DaysToWait(prices)));
    }
}
