using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Counters;

/// <summary>
/// The counters as bytes, one for all who have the same scope and ask within a quarter of a second: a wall of dashboards costs the database
/// four questions a second. Who says no-cache is answered by the database itself.
/// </summary>
internal sealed class CountersBoard : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(250);

    private readonly ICatalog catalog;
    private readonly TimeProvider clock;
    private readonly LeasedAnswers<ScopeKey, JsonBytes> answers;

    public CountersBoard(ICatalog catalog, TimeProvider clock)
    {
        (this.catalog, this.clock) = (catalog, clock);
        answers = new LeasedAnswers<ScopeKey, JsonBytes>(Ask, Lease, clock);
    }

    /// <summary>Equal for equal scopes, as a scope itself is not: its authorities are an array.</summary>
    private readonly record struct ScopeKey(bool All, string? Unit, string Authorities)
    {
        private const char Between = ' ';

        public CatalogScope Scope => new(All, Unit, Authorities.Length == 0 ? [] : [.. Authorities.Split(Between)]);

        public static ScopeKey Of(CatalogScope scope) => new(scope.All, scope.Unit, string.Join(Between, scope.Authorities));
    }

    /// <exception cref="StoreUnavailableException"/>
    public async Task<IResult> Read(Caller caller)
    {
        var key = ScopeKey.Of(caller.Scope);
        return caller.DemandsFreshness ? await Ask(key) : await answers.Of(key);
    }

    public void Dispose() => answers.Dispose();

    private async Task<JsonBytes> Ask(ScopeKey key)
    {
        var today = RegistryCalendar.DateOf(clock.GetUtcNow());
        return JsonBytes.Of(new CountersOf(await catalog.Counts(key.Scope, CancellationToken.None), today).View());
    }
}
