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
        var reports = managers.Select(_ => new List<int>()).ToArray();
        for (int employee = 1; employee < managers.Length; employee++) reports[managers[employee]].Add(employee);
        var topDown = new List<int>(reports[0]); // managers come before their reports
        for (int i = 0; i < topDown.Count; i++) topDown.AddRange(reports[topDown[i]]);
        long[] costs = salaries.Select(salary => (long)salary).ToArray();
        for (int i = topDown.Count - 1; i >= 0; i--) costs[managers[topDown[i]]] += costs[topDown[i]];
        return costs;
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
