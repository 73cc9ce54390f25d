using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Program
{
    struct Job
    {
        public int Start;
        public int End;
        public int Memory;
    }

    // Returns the peak memory and the earliest time of the peak.
    static (long Memory, int Time) Peak(List<Job> jobs)
    {
        // Write your solution here.
        return (0, 0);
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        int n = int.Parse(input.ReadLine().Trim());
        var jobs = new List<Job>(n);
        for (int i = 0; i < n; i++)
        {
            int[] line = input.ReadLine().Trim().Split(' ').Select(int.Parse).ToArray();
            jobs.Add(new Job { Start = line[0], End = line[1], Memory = line[2] });
        }
        var answer = Peak(jobs);
        Console.WriteLine(answer.Memory + " " + answer.Time);
    }
}
