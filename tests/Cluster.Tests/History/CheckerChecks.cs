using System.Text;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>
/// The checker itself is checked: a clean history is taken, one row is dropped, doubled or altered, and each time it must turn red.
/// A checker that finds nothing in a manipulated history proves nothing about a clean one.
/// </summary>
internal static class CheckerChecks
{
    public static void AllManipulationsAreFound(Journal journal, RegisterDump dump, RegisterDump before)
    {
        var known = before.Ledger.Select(e => (e.Record, e.Seq)).ToHashSet();
        var added = dump.Ledger.Where(e => !known.Contains((e.Record, e.Seq))).ToArray();
        var commands = journal.Invocations.Where(i => i.Acknowledged).Select(i => i.Key).ToHashSet(StringComparer.Ordinal);
        var answers = dump.Answers.Where(a => commands.Contains(a.Key)).ToArray();
        var sites = dump.Records.Where(r => r.Kind == "site").ToArray();
        foreach (var n in Enumerable.Range(0, 12))
        {
            var row = added[n * (added.Length - 1) / 11];
            var answer = answers[n * (answers.Length - 1) / 11];
            var site = sites[n * (sites.Length - 1) / 11];
            var claim = dump.Claims[n * (dump.Claims.Count - 1) / 11];

            Red("a dropped ledger row", dump with { Ledger = [.. dump.Ledger.Where(e => e != row)] });
            Red("a doubled ledger row", dump with { Ledger = [.. dump.Ledger, row with { Seq = row.Seq + 1 }] });
            Red("an altered ledger body", dump with { Ledger = Replace(dump.Ledger, row, row with { Body = Altered(row.Body) }) });
            Red("a ledger row under another version", dump with { Ledger = Replace(dump.Ledger, row, row with { Version = row.Version + 1_000 }) });
            Red("a dropped answer", dump with { Answers = [.. dump.Answers.Where(a => a != answer)] });
            Red("a doubled answer", dump with { Answers = [.. dump.Answers, answer] });
            Red("an altered answer", dump with { Answers = Replace(dump.Answers, answer, answer with { Body = Altered(answer.Body) }) });
            Red("an answer that nobody asked for", dump with { Answers = [.. dump.Answers, answer with { Key = "nobody" }] });
            Red("an altered state", dump with { Records = Replace(dump.Records, site, site with { State = Altered(site.State) }) });
            Red("a state of an older version", dump with { Records = Replace(dump.Records, site, site with { Version = site.Version - 1 }) });
            Red("a lost claim", dump with { Claims = [.. dump.Claims.Where(c => c != claim)] });
            Red("a claim of another", dump with { Claims = [.. dump.Claims, claim with { Value = "another" }] });
        }

        Red("an empty history", dump with { Ledger = [] });
        Assert.NotEmpty(HistoryChecker.Check([], dump, before));

        void Red(string what, RegisterDump manipulated) =>
            Assert.True(HistoryChecker.Check(journal.Invocations, manipulated, before).Count > 0, $"the checker does not see {what}");
    }

    private static T[] Replace<T>(IReadOnlyList<T> rows, T row, T with)
        where T : class => [.. rows.Select(r => ReferenceEquals(r, row) ? with : r)];

    /// <summary>One digit or letter of the text changed, so that it stays JSON.</summary>
    private static byte[] Altered(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).ToCharArray();
        var at = Array.FindLastIndex(text, char.IsAsciiDigit);
        text[at] = text[at] == '9' ? '8' : (char)(text[at] + 1);
        return Encoding.UTF8.GetBytes(text);
    }
}
