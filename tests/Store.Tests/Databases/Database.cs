using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>One empty database of a test, which several stores may open, at once or in turn. A subclass per dialect.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>The one clock of a test's stores.</summary>
    public FakeTimeProvider Clock { get; } = new(Sample.Start);

    internal static RegisterStoreOptions Options => new();

    public RegisterStore Open(RegisterStoreOptions? options = null)
    {
        options ??= Options;
        return RegisterStore.Open(Dialect(options), options, Clock, NullLoggerFactory.Instance);
    }

    internal IRegisterDialect OpenDialect()
    {
        var dialect = Dialect(Options);
        dialect.Open();
        return dialect;
    }

    /// <summary>Runs SQL past the store, as an administrator or an attacker might; returns the rows that changed.</summary>
    public abstract int Execute(string sql);

    /// <summary>Reads past the store. Only SQL that every database understands.</summary>
    public abstract IReadOnlyList<object?[]> Query(string sql);

    public abstract ValueTask DisposeAsync();

    internal abstract IRegisterDialect Dialect(RegisterStoreOptions options);
}

/// <summary>A suite that every dialect must pass: one database, one store over it.</summary>
public abstract class RegisterSuite<TDatabase> : IAsyncLifetime
    where TDatabase : Database, new()
{
    protected TDatabase Database { get; } = new();

    protected RegisterStore Store { get; private set; } = null!;

    protected ICatalog Catalog => Store.Catalog;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync()
    {
        Store = Database.Open();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>
    /// Waits until readers of the feed see all that was committed: a server counts its transactions over all its databases, and those of the
    /// tests beside this one hold the last rows back for a moment.
    /// </summary>
    protected async Task AllIsFinal()
    {
        var written = Convert.ToInt32(Database.Query("SELECT count(*) FROM ledger_event")[0][0], System.Globalization.CultureInfo.InvariantCulture);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tries = 0; tries < 3000 && await timer.WaitForNextTickAsync(Token); tries++)
        {
            if (await Seen() == written) return;
        }

        Assert.Fail("what was committed is not in the feed within a minute");

        async Task<int> Seen()
        {
            var seen = 0;
            for (long after = 0; await Catalog.LedgerFeed(after, 5000, Token) is [.., var last] page; after = last.Position) seen += page.Length;
            return seen;
        }
    }

    /// <summary>Commits and demands that it was committed.</summary>
    protected async Task<Head> Committed(Commit commit)
    {
        Assert.Equal(new CommitResult.Committed(commit.ExpectedVersion + 1), await Store.Commit(commit));
        return Head.After(commit);
    }
}
