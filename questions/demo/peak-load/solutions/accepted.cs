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
        var changes = new List<(int Time, long Amount)>();
        foreach (Job job in jobs)
        {
            changes.Add((job.Start, job.Memory));
            changes.Add((job.End, -job.Memory));
        }
        changes.Sort(); // at equal times the negative changes come first: memory is freed before it is taken
        long held = 0;
        var best = (Memory: 0L, Time: 0);
        foreach (var change in changes)
        {
            held += change.Amount;
            if (held > best.Memory) best = (held, change.Time);
        }
        return best;
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
