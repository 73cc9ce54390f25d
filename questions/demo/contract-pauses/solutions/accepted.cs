using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Program
{
    struct Contract
    {
        public int First;
        public int Last;
        public int Fee;
    }

    // Returns the largest sum of fees and the smallest number of contracts.
    static (long Sum, int Number) BestChoice(int pause, List<Contract> contracts)
    {
        contracts = contracts.OrderBy(contract => contract.Last).ToList();
        var best = new List<(long Sum, int Number)> { (0, 0) }; // best[i]: among the i contracts that end first
        foreach (Contract contract in contracts)
        {
            var before = best[EndingBefore(contracts, contract.First - pause)];
            var taken = (Sum: before.Sum + contract.Fee, Number: before.Number + 1);
            var left = best[best.Count - 1];
            bool better = taken.Sum > left.Sum || (taken.Sum == left.Sum && taken.Number < left.Number);
            best.Add(better ? taken : left);
        }
        return best[best.Count - 1];
    }

    // The number of contracts, sorted by last day, that end before `day`.
    static int EndingBefore(List<Contract> contracts, int day)
    {
        int low = 0, high = contracts.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (contracts[middle].Last < day) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    static int[] ReadIntegers(TextReader input)
    {
        return input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        int[] first = ReadIntegers(input);
        var contracts = new List<Contract>(first[0]);
        for (int i = 0; i < first[0]; i++)
        {
            int[] line = ReadIntegers(input);
            contracts.Add(new Contract { First = line[0], Last = line[1], Fee = line[2] });
        }
        var answer = BestChoice(first[1], contracts);
        Console.WriteLine(answer.Sum + " " + answer.Number);
    }
}
