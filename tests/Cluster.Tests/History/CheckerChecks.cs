using System.Text;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>
/// The checker itself is checked: a clean history is taken, one row or answer is dropped, doubled, swapped or altered, and each time it
/// must turn red. A checker that finds nothing in a manipulated history proves nothing about a clean one.
/// </summary>
internal static class CheckerChecks
{
    private const int PlacesTried = 8;

    /// <summary>Sites that hold claims, and as many units, in the slice of the history that is manipulated: the whole of a long run would be checked a hundred times.</summary>
    private const int RecordsTried = 3;

    /// <summary>Busier records are taken only where there are no others, the least busy first: each is folded anew for each manipulation.</summary>
    private const int CommandsMax = 400;

    /// <summary>The same of what a reader of the feed saw.</summary>
    public static void AllManipulationsOfTheFeedAreFound(string reader, IReadOnlyList<FeedEntry> seen, RegisterDump dump, long after)
    {
        for (var place = 0; place < PlacesTried; place++)
        {
            var at = (int)((long)(seen.Count - 1) * place / PlacesTried);
            var entry = seen[at];
            Red(Violation.Lost, [.. seen.Take(at), .. seen.Skip(at + 1)]);
            Red(Violation.Doubled, [.. seen.Take(at + 1), .. seen.Skip(at)]);
            Red(Violation.Order, [.. seen.Take(at), seen[at + 1], entry, .. seen.Skip(at + 2)]);
            Red(Violation.Altered, [.. seen.Take(at), entry with { Hash = seen[at + 1].Hash }, .. seen.Skip(at + 1)]);
            Red(Violation.Phantom, [.. seen.Take(at), entry with { Position = after }, .. seen.Skip(at + 1)]);
        }

        void Red(Violation expected, IReadOnlyList<FeedEntry> manipulated) =>
            Assert.Contains(FeedChecker.Check(reader, manipulated, dump, after), finding => finding.Violation == expected);
    }

    /// <returns>How many manipulations were made.</returns>
    public static int AllManipulationsAreFound(ClientHistory clients, RegisterDump dump, RegisterDump before)
    {
        var slice = Slice(clients, dump);
        clients = clients.Of(slice);
        dump = dump.Of(slice);
        before = before.Of(slice);
        Assert.Empty(HistoryChecker.Check(clients, dump, before));

        var manipulations = new List<(string What, ClientHistory Clients, RegisterDump Dump)>();
        var known = before.Ledger.Select(e => (e.Record, e.Seq)).ToHashSet();
        var added = dump.Ledger.Where(e => !known.Contains((e.Record, e.Seq))).ToArray();
        Invocation[] commands = [.. clients.Invocations.Where(i => i.Acknowledged)];
        var keys = commands.Select(i => i.Key).ToHashSet(StringComparer.Ordinal);
        AnswerRowRead[] answers = [.. dump.Answers.Where(a => keys.Contains(a.Key))];
        RecordRow[] sites = [.. dump.Records.Where(r => r.Kind == "site")];
        for (var place = 0; place < PlacesTried; place++)
        {
            var row = At(added, place);
            var answer = At(answers, place);
            var site = At(sites, place);
            var claim = At(dump.Claims, place);
            var command = At(commands, place);

            Red("a dropped ledger row", dump with { Ledger = [.. dump.Ledger.Where(e => e != row)] });
            Red("a doubled ledger row", dump with { Ledger = [.. dump.Ledger, row with { Seq = row.Seq + 1 }] });
            Red("a ledger row at another's position", dump with { Ledger = Replace(dump.Ledger, row, row with { Position = At(added, place + 1).Position }) });
            Red("two ledger rows swapped", dump with { Ledger = Swapped(dump.Ledger, row, dump.Ledger.First(e => e.Record == row.Record && e.Seq != row.Seq)) });
            Red("an altered ledger body", dump with { Ledger = Replace(dump.Ledger, row, row with { Body = Altered(row.Body) }) });
            Red("a ledger row of another actor", dump with { Ledger = Replace(dump.Ledger, row, row with { ActorId = "somebody" }) });
            Red("a ledger row of another time", dump with { Ledger = Replace(dump.Ledger, row, row with { RecordedAt = "2020" + row.RecordedAt[4..] }) });
            Red("a ledger row under another version", dump with { Ledger = Replace(dump.Ledger, row, row with { Version = row.Version + 1_000 }) });
            Red("a dropped answer", dump with { Answers = [.. dump.Answers.Where(a => a != answer)] });
            Red("a doubled answer", dump with { Answers = [.. dump.Answers, answer] });
            Red("an altered answer", dump with { Answers = Replace(dump.Answers, answer, answer with { Body = Altered(answer.Body) }) });
            Red("an answer of another actor", dump with { Answers = Replace(dump.Answers, answer, answer with { ActorId = "somebody" }) });
            Red("an answer that nobody asked for", dump with { Answers = [.. dump.Answers, answer with { Key = "nobody" }] });
            Red("an altered state", dump with { Records = Replace(dump.Records, site, site with { State = Altered(site.State) }) });
            Red("a state of an older version", dump with { Records = Replace(dump.Records, site, site with { Version = site.Version - 1 }) });
            Red("a lost claim", dump with { Claims = [.. dump.Claims.Where(c => c != claim)] });
            Red("a claim of another", dump with { Claims = [.. dump.Claims, claim with { Value = "another" }] });

            Seen("a command nobody sent", clients with { Invocations = [.. clients.Invocations.Where(i => i != command)] });
            Seen("a refusal of what was done", Answered(clients, command, new Returned(409, null, [])));
            Seen("an answer of another version", Answered(clients, command, command.First with { Version = command.First.Version + 1 }));
            Seen("two answers under one key", Answered(clients, command, command.First, command.First with { Body = Altered(command.First.Body) }));
            Seen("an answer before what came before it", Earlier(clients, command));
            Seen("a stale read", clients with { Reads = [.. clients.Reads, new AuthoritativeRead(command.Record!, long.MaxValue - 1, long.MaxValue, 1)] });
            Seen("a read of what never was", clients with { Reads = [.. clients.Reads, new AuthoritativeRead(command.Record!, 0, long.MaxValue, 1_000_000)] });
            Seen("another body taken for the same", clients with { Misuses = [.. clients.Misuses, new Misuse(command.Key, 200)] });
        }

        foreach (var refused in clients.Invocations.Where(i => i.WasRefused).Take(PlacesTried))
            Red("a refusal that is not kept", dump with { Answers = [.. dump.Answers.Where(a => a.Key != refused.Key)] });
        Red("an empty ledger", dump with { Ledger = [] });
        Seen("an empty history", new ClientHistory([], [], []));
        var missed = manipulations.AsParallel().Where(one => HistoryChecker.Check(one.Clients, one.Dump, before).Count == 0).Select(one => one.What).ToArray();
        Assert.True(missed.Length == 0, $"the checker does not see {string.Join(", ", missed)}");
        return manipulations.Count;

        void Red(string what, RegisterDump manipulated) => manipulations.Add((what, clients, manipulated));

        void Seen(string what, ClientHistory manipulated) => manipulations.Add((what, manipulated, dump));
    }

    private static HashSet<string> Slice(ClientHistory clients, RegisterDump dump)
    {
        var holders = dump.Claims.Select(c => c.Owner).ToHashSet(StringComparer.Ordinal); // a discarded draft holds none
        var sites = dump.Records.Where(r => r.Kind == "site" && holders.Contains(r.Id)).Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var units = dump.Records.Where(r => r.Kind == "unit").Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        // Of a single command none could come before another.
        var records = clients.Invocations.Where(i => i.Acknowledged).CountBy(i => i.Record!).Where(r => r.Value > 1).OrderBy(r => r.Value <= CommandsMax ? -r.Value : r.Value).ToArray();
        return
        [
            .. records.Where(r => sites.Contains(r.Key)).Take(RecordsTried).Select(r => r.Key),
            .. records.Where(r => units.Contains(r.Key)).Take(RecordsTried).Select(r => r.Key),
        ];
    }

    private static T At<T>(IReadOnlyList<T> rows, int place) => rows[place % PlacesTried * (rows.Count - 1) / (PlacesTried - 1)];

    private static T[] Replace<T>(IReadOnlyList<T> rows, T row, T with)
        where T : class => [.. rows.Select(r => ReferenceEquals(r, row) ? with : r)];

    private static LedgerRow[] Swapped(IReadOnlyList<LedgerRow> rows, LedgerRow one, LedgerRow other) =>
        Replace(Replace(rows, one, one with { Body = other.Body, Hash = other.Hash }), other, other with { Body = one.Body, Hash = one.Hash });

    private static ClientHistory Answered(ClientHistory clients, Invocation command, params Returned[] answers) =>
        clients with { Invocations = Replace(clients.Invocations, command, command with { Answers = answers }) };

    /// <summary>As if it had been sent only after all others had been answered.</summary>
    private static ClientHistory Earlier(ClientHistory clients, Invocation command)
    {
        // The last of a record may well have been sent last: then the one before it takes its place.
        var last = clients.Invocations.Where(i => i.Acknowledged && i.Record == command.Record).MaxBy(i => i.First.Version)!;
        var late = last == command ? clients.Invocations.Where(i => i.Acknowledged && i.Record == command.Record && i != last).MaxBy(i => i.First.Version)! : command;
        return clients with
        {
            Invocations = Replace(clients.Invocations, late, late with { InvokedAt = long.MaxValue - 1, ReturnedAt = long.MaxValue }),
        };
    }

    /// <summary>One digit or letter of the text changed, so that it stays JSON.</summary>
    private static byte[] Altered(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).ToCharArray();
        var at = Array.FindLastIndex(text, char.IsAsciiDigit);
        text[at] = text[at] == '9' ? '8' : (char)(text[at] + 1);
        return Encoding.UTF8.GetBytes(text);
    }
}
