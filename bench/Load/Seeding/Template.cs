using System.Collections.Immutable;
using System.Text;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Bench.Load.Seeding;

/// <summary>
/// All rows of one site and its unit, ready to be copied under other names. A copy is what the registry itself would have written: its
/// ledger is chained anew over the copied bodies, and the records' heads name the last hash, so that the copy verifies.
/// </summary>
internal sealed class Template
{
    private readonly ImmutableArray<TableStencil> tables;

    private Template(ImmutableArray<TableStencil> tables, int stateBytes)
    {
        this.tables = tables;
        StateBytes = stateBytes;
    }

    /// <summary>Length of the stored state, UTF-8 JSON.</summary>
    public int StateBytes { get; }

    public static async Task<Template> Read(IRegisterTables register, Names names)
    {
        var rows = ImmutableArray.CreateBuilder<TableRows>();
        foreach (var table in register.Tables) rows.Add(await register.Read(table, [names.SiteId, names.Unit]));

        var site = rows.Single(table => table.Table == RegisterTable.Site.Name);
        var state = site.Rows.Single()[site.Column("state")]!;
        return new Template(
            [.. rows.Select(table => new TableStencil(table, names))], state is byte[] bytes ? bytes.Length : Encoding.UTF8.GetByteCount((string)state));
    }

    /// <summary>The rows of all the copies, table by table.</summary>
    public static ImmutableArray<TableRows> Copy(IReadOnlyCollection<(Template Template, Names Names)> copies)
    {
        var tables = copies.First().Template.tables;
        var rows = tables.Select(_ => ImmutableArray.CreateBuilder<object?[]>()).ToArray();
        foreach (var (template, names) in copies)
        {
            // The ledger goes first: the records' rows name its last hashes.
            var heads = new Dictionary<string, byte[]>();
            for (var i = tables.Length - 1; i >= 0; i--) rows[i].AddRange(template.tables[i].Rows(names, heads));
        }

        return [.. tables.Select((table, i) => new TableRows(table.Name, table.Columns, rows[i].DrainToImmutable()))];
    }

    private sealed class TableStencil
    {
        private readonly object?[][] rows;
        private readonly int id;
        private readonly int body;
        private readonly int previous;
        private readonly int hash;
        private readonly int head;

        public TableStencil(TableRows table, Names template)
        {
            (Name, Columns) = (table.Table, table.Columns);
            id = Math.Max(table.Column("id"), table.Column("record_id"));
            (body, previous, hash, head) = (table.Column("body"), table.Column("prev_hash"), table.Column("hash"), table.Column("ledger_hash"));
            rows = [.. table.Rows.Select(row => row.Select((value, i) => Cut(value, i, template)).ToArray())];
        }

        public string Name { get; }

        public ImmutableArray<string> Columns { get; }

        public IEnumerable<object?[]> Rows(Names copy, Dictionary<string, byte[]> heads)
        {
            foreach (var row in rows)
            {
                var values = new object?[row.Length];
                for (var i = 0; i < row.Length; i++) values[i] = row[i] is Value value ? value.Of(copy) : row[i];
                if (hash >= 0) Chain(values, heads);
                if (head >= 0) values[head] = heads[(string)values[id]!];
                yield return values;
            }
        }

        private void Chain(object?[] values, Dictionary<string, byte[]> heads)
        {
            var record = (string)values[id]!;
            var before = heads.TryGetValue(record, out var last) ? last : LedgerChain.Genesis.ToArray();
            values[previous] = before;
            values[hash] = heads[record] = LedgerChain.Hash(before, (byte[])values[body]!);
        }

        private object? Cut(object? value, int column, Names template) => value switch
        {
            string text => new Value(new Stencil(text, template), IsBytes: false),
            byte[] bytes when column != previous && column != hash && column != head =>
                new Value(new Stencil(Encoding.UTF8.GetString(bytes), template), IsBytes: true),
            _ => value,
        };

        private sealed record Value(Stencil Stencil, bool IsBytes)
        {
            public object Of(Names copy) => IsBytes ? Stencil.Bytes(copy) : Stencil.Text(copy);
        }
    }
}
