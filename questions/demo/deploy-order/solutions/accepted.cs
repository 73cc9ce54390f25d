using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Program
{
    // Returns the services 1..n in order of deployment, or fewer than n when there is a circle.
    // Need i: before[i] is deployed before after[i].
    static List<int> DeploymentOrder(int n, int[] before, int[] after)
    {
        var unmet = new int[n + 1];
        var unlocks = Enumerable.Range(0, n + 1).Select(_ => new List<int>()).ToArray();
        for (int i = 0; i < before.Length; i++)
        {
            unmet[after[i]]++;
            unlocks[before[i]].Add(after[i]);
        }
        var ready = new SortedSet<int>(Enumerable.Range(1, n).Where(service => unmet[service] == 0));
        var order = new List<int>();
        while (ready.Count > 0)
        {
            int service = ready.Min;
            ready.Remove(service);
            order.Add(service);
            foreach (int next in unlocks[service])
            {
                if (--unmet[next] == 0) ready.Add(next);
            }
        }
        return order;
    }

    static int[] ReadIntegers(TextReader input)
    {
        return input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        int[] first = ReadIntegers(input);
        var before = new int[first[1]];
        var after = new int[first[1]];
        for (int i = 0; i < first[1]; i++)
        {
            int[] need = ReadIntegers(input);
            before[i] = need[0];
            after[i] = need[1];
        }
        List<int> order = DeploymentOrder(first[0], before, after);
        Console.WriteLine(order.Count == first[0] ? string.Join(" ", order) : "circle");
    }
}
