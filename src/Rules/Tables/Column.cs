using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>What the cells of a column hold.</summary>
public enum ColumnKind
{
    Text = 1,
    Integer = 2,
    /// <summary>yyyy-MM-dd, Asia/Shanghai; the other ways in which people write dates are read, too.</summary>
    Date = 3,
    /// <summary>是 or 否</summary>
    Boolean = 4,
    /// <summary>One of <see cref="Column.Choices"/>.</summary>
    Choice = 5,
    /// <summary>Some of <see cref="Column.Choices"/>.</summary>
    Choices = 6,
    /// <summary>Host names in canonical form.</summary>
    Hosts = 7,
    /// <summary>统一社会信用代码</summary>
    Unit = 8,
    /// <summary>The id of a site.</summary>
    Site = 9,
}

/// <summary>One value that a cell may have: people read and write the Chinese word, programs the name of the wire. Both are read.</summary>
public sealed record ColumnChoice(string Wire, string Zh);

/// <summary>A column as files, templates and documents know it.</summary>
/// <param name="Key">Its stable English name; taken as a heading, too.</param>
/// <param name="Header">Its heading in files.</param>
/// <param name="Kind">What its cells hold.</param>
public abstract record Column(string Key, string Header, ColumnKind Kind)
{
    /// <summary>Whether it names the record of the row.</summary>
    public bool IsKey { get; init; }

    /// <summary>Whether a cell that changes must say something.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Shown for reading: a row may not change it.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Characters of a text or of each item of a list; the greatest of a number.</summary>
    public int Max { get; init; } = 100;

    /// <summary>The least of a number.</summary>
    public int Min { get; init; }

    /// <summary>Items of a list.</summary>
    public int ItemsMax { get; init; } = 1;

    public string Example { get; init; } = "";

    public ImmutableArray<ColumnChoice> Choices { get; init; } = [];

    /// <summary>The heading as it is written: a star marks what must be filled in.</summary>
    public string Heading => IsReadOnly ? $"{Header}（只读）" : IsRequired || IsKey ? $"{Header}*" : Header;

    /// <summary>Whether a heading of a file means this column.</summary>
    public bool IsNamed(string heading)
    {
        var name = heading.Trim().TrimEnd('*', '＊').TrimEnd();
        return name == Header || name == Heading || string.Equals(name, Key, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What a cell says in canonical form, or what is wrong with it. An empty cell is empty, whatever the column.</summary>
    public (string Cell, ImportFault? Fault) Read(string text)
    {
        var cell = CellText.Canonical(text);
        if (cell.Length == 0) return ("", null);

        return CellText.IsPlain(cell) ? CellReading.Of(this, cell) : ("", RowFaults.NotPlain(this));
    }
}

/// <summary>A column with its two ways: out of a record, and into what a command says.</summary>
/// <param name="From">What the record says; null when it says nothing.</param>
/// <param name="To">Puts a canonical cell into the draft of a command; null where nothing can.</param>
public sealed record Column<TView, TDraft>(
    string Key, string Header, ColumnKind Kind, Func<TView, string?> From, Func<TDraft, string, TDraft>? To = null) : Column(Key, Header, Kind)
{
    /// <summary>The record's own cell, in the form in which a file's is compared with it.</summary>
    public string Cell(TView view) => CellText.Canonical(From(view));
}
