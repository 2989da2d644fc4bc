using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Identity.Sessions;

/// <summary>
/// Sessions of browsers: begun, held, ended. An ended one is refused by every gateway after one lease, its cookie and the tokens that
/// were got through it alike.
/// </summary>
public sealed class SessionRegister : IDisposable
{
    private const int IdBytes = 24;
    private const int BrowserLength = 200;

    /// <summary>That somebody is still there is written down this often at most.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider clock;
    private readonly AuthOptions options;
    private readonly LeasedAnswers<string, Session?> known;

    public SessionRegister(IServiceScopeFactory scopes, TimeProvider clock, IOptions<AuthOptions> options)
    {
        (this.scopes, this.clock, this.options) = (scopes, clock, options.Value);
        known = new LeasedAnswers<string, Session?>(Find, Standings.Lease, clock);
    }

    /// <summary>Begins a session, and ends the person's oldest ones when there are too many.</summary>
    public async Task<Session> Begin(string personId, Role role, bool hasSecondFactor, HttpContext context, CancellationToken cancellationToken)
    {
        var now = Now();
        var browser = context.Request.Headers.UserAgent.ToString();
        var session = new Session
        {
            Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)),
            PersonId = personId,
            Role = Json.NameOf(role),
            HasSecondFactor = hasSecondFactor,
            StartedAt = now,
            SeenAt = now,
            EndsAt = now.AddHours(options.SessionHours),
            Address = context.Connection.RemoteIpAddress?.ToString(),
            Browser = browser.Length <= BrowserLength ? browser : browser[..BrowserLength],
        };
        await using var scope = scopes.CreateAsyncScope();
        var database = DatabaseOf(scope);
        database.Sessions.Add(session);
        await database.SaveChangesAsync(cancellationToken);

        var open = await Open(database, personId, now).Select(s => s.Id).ToListAsync(cancellationToken);
        foreach (var surplus in open.Skip(options.SessionsMax)) await End(database, surplus, now, cancellationToken);
        return session;
    }

    /// <summary>Whether tokens of the session still hold.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async ValueTask<bool> Holds(string id) => await Known(id) is { } session && Lasts(session);

    /// <summary>Whether the session's cookie still holds; a browser that was idle for too long is signed out.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async ValueTask<Session?> InBrowser(string id, CancellationToken cancellationToken)
    {
        var now = Now();
        if (await Known(id) is not { } session || !Lasts(session)) return null;
        if (session.SeenAt.AddMinutes(options.SessionIdleMinutes) <= now) return null;
        if (now - session.SeenAt < SeenEvery) return session;

        await using var scope = scopes.CreateAsyncScope();
        await DatabaseOf(scope).Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancellationToken);
        known.Forget(id);
        return session;
    }

    /// <summary>The person's open sessions, the latest first.</summary>
    public async Task<ImmutableArray<Session>> Of(string personId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return [.. await Open(DatabaseOf(scope), personId, Now()).AsNoTracking().ToListAsync(cancellationToken)];
    }

    /// <summary>Ends one session of the person; when this returns, every gateway refuses it.</summary>
    public async Task End(string personId, string id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = DatabaseOf(scope);
        if (!await database.Sessions.AnyAsync(s => s.Id == id && s.PersonId == personId, cancellationToken)) return;

        await End(database, id, Now(), cancellationToken);
        await Task.Delay(Standings.Lease, clock, cancellationToken);
    }

    /// <summary>Ends all sessions of the person but one, if one is named.</summary>
    public async Task EndAll(string personId, string? but, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = DatabaseOf(scope);
        var now = Now();
        foreach (var id in await Open(database, personId, now).Select(s => s.Id).Where(id => id != but).ToListAsync(cancellationToken))
            await End(database, id, now, cancellationToken);
        await Task.Delay(Standings.Lease, clock, cancellationToken);
    }

    /// <summary>Lets go of sessions that ended before the instant.</summary>
    public async Task<int> Prune(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await DatabaseOf(scope).Sessions.Where(s => s.EndsAt < endedBefore.UtcDateTime).ExecuteDeleteAsync(cancellationToken);
    }

    public void Dispose() => known.Dispose();

    private static IQueryable<Session> Open(IdentityDatabase database, string personId, DateTime now) => database.Sessions
        .Where(s => s.PersonId == personId && s.EndedAt == null && s.EndsAt > now).OrderByDescending(s => s.StartedAt);

    private async Task End(IdentityDatabase database, string id, DateTime now, CancellationToken cancellationToken)
    {
        await database.Sessions.Where(s => s.Id == id && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
        known.Forget(id);
    }

    private async ValueTask<Session?> Known(string id)
    {
        try
        {
            return await known.Of(id);
        }
        catch (System.Data.Common.DbException trouble)
        {
            throw new StoreUnavailableException($"the sessions cannot be asked: {trouble.Message}");
        }
    }

    private async Task<Session?> Find(string id)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await DatabaseOf(scope).Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id);
    }

    private bool Lasts(Session session) => session.EndedAt is null && session.EndsAt > Now();

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private static IdentityDatabase DatabaseOf(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<IdentityDatabase>();
}
