using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

public static class Program
{
    // Returns the cost of each employee's team. Arrays are indexed by employee number; managers[head] is 0.
    static long[] TeamCosts(int[] managers, int[] salaries)
    {
        // Write your solution here.
        return new long[managers.Length];
    }

    static int[] ReadIntegers(TextReader input)
    {
        return input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        int[] first = ReadIntegers(input);
        int n = first[0], q = first[1];
        var managers = new int[n + 1];
        var salaries = new int[n + 1];
        for (int employee = 1; employee <= n; employee++)
        {
            int[] line = ReadIntegers(input);
            managers[employee] = line[0];
            salaries[employee] = line[1];
        }
        long[] costs = TeamCosts(managers, salaries);
        var output = new StringBuilder();
        for (int i = 0; i < q; i++) output.Append(costs[ReadIntegers(input)[0]]).Append('\n');
        Console.Write(output);
    }
}
