using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

public static class Program
{
    // Returns the names whose last line in the log is "in"; line i is directions[i], names[i].
    static List<string> StillInside(string[] directions, string[] names)
    {
        // Write your solution here.
        return new List<string>();
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        int n = int.Parse(input.ReadLine().Trim());
        var directions = new string[n];
        var names = new string[n];
        for (int i = 0; i < n; i++)
        {
            string[] parts = input.ReadLine().Trim().Split(' ');
            directions[i] = parts[0];
            names[i] = parts[1];
        }
        List<string> inside = StillInside(directions, names);
        Console.WriteLine(inside.Any() ? string.Join("\n", inside) : "nobody");
    }
}
