using System.Text.RegularExpressions;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>Holds docs/regulation.md against rule pack, rules, files and tests, in both directions.</summary>
public sealed partial class RegulationTraceTests
{
    private static readonly string Root = FindRoot();
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Root, "docs", "regulation.md"));
    private static readonly Dictionary<string, string> TestClasses = ReadTestClasses();

    private sealed record Row(string Clause, string Words, string[] Rules, string[] Homes, string[] Tests);

    [Fact]
    public void Every_clause_of_the_rule_pack_stands_there_once_in_its_official_words()
    {
        var pack = NanchangPack.Pack.Clauses.Select(c => $"{c.Id} {c.Words}");
        Assert.Equal(pack.Order(StringComparer.Ordinal), Clauses().Select(r => $"{r.Clause} {r.Words}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_stands_in_the_row_of_its_clause_and_no_other_rule_does()
    {
        var rules = Enum.GetValues<RuleId>().Where(r => RuleCatalog.ClauseOf(r) is not null).Select(r => $"{RuleCatalog.ClauseOf(r)} {RuleCatalog.NameOf(r)}");
        var listed = Clauses().SelectMany(r => r.Rules.Select(rule => $"{r.Clause} {rule}"));
        Assert.Equal(rules.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_is_made_in_a_file_of_its_row_and_seen_in_a_test_of_its_row()
    {
        foreach (var row in Clauses())
        {
            var homes = row.Homes.Select(h => File.ReadAllText(Path.Combine(Root, "src", h))).ToArray();
            foreach (var rule in row.Rules.Select(IdOf))
            {
                Assert.True(homes.Any(text => text.Contains($"RuleId.{rule}", StringComparison.Ordinal)), $"{row.Clause}: no file named there makes {rule}");
                Assert.True(row.Tests.Any(test => Source(test).Contains($"RuleId.{rule}", StringComparison.Ordinal)), $"{row.Clause}: no test named there sees {rule}");
            }
        }
    }

    [Fact]
    public void The_doors_reasons_are_all_there_and_each_is_seen_in_a_test()
    {
        var door = Enum.GetValues<RuleId>().Where(r => RuleCatalog.ClauseOf(r) is null).Select(RuleCatalog.NameOf).ToArray();
        var listed = Names(Section("## The door's own reasons").Last(line => line.StartsWith('`')));
        Assert.Equal(door.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        var tests = string.Concat(TestSources().Where(file => !file.EndsWith("RegulationTraceTests.cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        Assert.All(door, rule => Assert.True(
            tests.Contains($"\"{rule}\"", StringComparison.Ordinal) || tests.Contains($"RuleId.{IdOf(rule)}", StringComparison.Ordinal), $"no test sees {rule}"));
    }

    [Fact]
    public void Every_item_of_the_launch_gate_has_the_test_named_there()
    {
        var rows = Section("## The launch gate").Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => Names(line)).ToArray();
        Assert.Equal(GateCodes.All, rows.Select(names => names[0]));
        Assert.All(rows, names => Assert.Contains($"\"{names[0]}\"", Source(names[^1]), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_decision_on_the_quota_has_the_tests_named_there()
    {
        var rows = Section("## The quota's decisions").Where(line => line.StartsWith("| D", StringComparison.Ordinal) && char.IsAsciiDigit(line[3])).ToArray();
        Assert.Equal(Enumerable.Range(1, 24).Select(n => $"D{n}"), rows.Select(line => line.Split('|')[1].Trim()));
        Assert.All(rows, line =>
        {
            Assert.NotEmpty(Names(line));
            Assert.All(Names(line), name => Assert.Contains($" {name.Split('.')[1]}(", Source(name.Split('.')[0]), StringComparison.Ordinal));
        });
    }

    /// <summary>«Refusals: …» in the documents of the rules names rules that exist.</summary>
    [Fact]
    public void The_refusals_that_doc_comments_list_exist()
    {
        var known = Enum.GetValues<RuleId>().Select(RuleCatalog.NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src", "Rules", "Clauses"), "*.cs"))
        {
            foreach (Match list in RefusalLists().Matches(File.ReadAllText(file).Replace("\n    ///", "", StringComparison.Ordinal)))
            {
                Assert.All(RuleNames().Matches(list.Groups[1].Value).Select(m => m.Value), name => Assert.True(known.Contains(name), $"{Path.GetFileName(file)}: {name}"));
            }
        }
    }

    private static IEnumerable<Row> Clauses() => Section("## Clauses").Where(line => line.StartsWith("| NC-", StringComparison.Ordinal)).Select(line =>
    {
        var cells = line.Split('|').Select(cell => cell.Trim()).ToArray();
        var rules = cells[4].StartsWith("gate:", StringComparison.Ordinal) ? [] : Names(cells[4]);
        return new Row(cells[1], cells[3], rules, Names(cells[5]), Names(cells[6]));
    });

    private static IEnumerable<string> Section(string title) =>
        Page.SkipWhile(line => line != title).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    private static string[] Names(string text) => [.. Quoted().Matches(text).Select(m => m.Groups[1].Value)];

    private static RuleId IdOf(string name) => Enum.GetValues<RuleId>().Single(r => RuleCatalog.NameOf(r) == name);

    private static string Source(string testClass) =>
        TestClasses.TryGetValue(testClass, out var text) ? text : throw new InvalidOperationException($"there is no test class {testClass}");

    private static IEnumerable<string> TestSources() => Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>The source of each test class: its file, and the parts of a partial class together.</summary>
    private static Dictionary<string, string> ReadTestClasses() => TestSources()
        .SelectMany(file => File.ReadAllText(file) is var text ? ClassNames().Matches(text).Select(m => (Name: m.Groups[1].Value, Text: text)) : [])
        .GroupBy(found => found.Name, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => string.Concat(g.Select(found => found.Text)), StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NanchangEdu.Registry.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests do not lie below the repository");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:public|internal) (?:sealed |static |abstract )*(?:partial )?class (\w+)", RegexOptions.Multiline)]
    private static partial Regex ClassNames();

    [GeneratedRegex(@"<summary>(?:[^<]*?)Refusals: ([^<]*)</summary>")]
    private static partial Regex RefusalLists();

    [GeneratedRegex(@"\b[a-z]+(?:-[a-z]+){1,4}\b")]
    private static partial Regex RuleNames();
}
