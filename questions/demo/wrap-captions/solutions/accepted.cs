using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

public static class Program
{
    // Returns the lines of the caption, each of at most `width` characters.
    static List<string> Wrap(List<string> words, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (string word in words)
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        lines.Add(line.ToString());
        return lines;
    }

    public static void Main()
    {
        var utf8 = new UTF8Encoding(false);
        var input = new StreamReader(Console.OpenStandardInput(), utf8);
        int width = int.Parse(input.ReadLine().Trim());
        var separators = new[] {' ', '\n', '\r'};
        var words = input.ReadToEnd().Split(separators, StringSplitOptions.RemoveEmptyEntries).ToList();
        using (var output = new StreamWriter(Console.OpenStandardOutput(), utf8))
        {
            foreach (string line in Wrap(words, width)) output.Write(line + "\n");
        }
    }
}
