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
        // Write your solution here.
        return (0, 0);
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
