using System;
using System.Collections.Generic;
using System.IO;

public static class Program
{
    // Returns "ok", or the position (from 1) of the bracket to report.
    static string Report(string template)
    {
        // Write your solution here.
        return "";
    }

    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        Console.WriteLine(Report(input.ReadLine()));
    }
}
