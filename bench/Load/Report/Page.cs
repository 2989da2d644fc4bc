namespace NanchangEdu.Registry.Bench.Load.Report;

/// <summary><c>docs/performance.md</c>: an experiment's section stands between two comments and is replaced by its next run.</summary>
internal static class Page
{
    public static void Replace(string path, string experiment, string section)
    {
        var (begin, end) = ($"<!-- bench {experiment} -->", $"<!-- /bench {experiment} -->");
        var text = File.ReadAllText(path);
        var (from, until) = (text.IndexOf(begin, StringComparison.Ordinal), text.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || until < from) throw new InvalidOperationException($"{path} has no place for the experiment '{experiment}'");

        File.WriteAllText(path, $"{text[..(from + begin.Length)]}\n{section.TrimEnd()}\n{text[until..]}");
    }
}
