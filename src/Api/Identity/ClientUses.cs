using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using NanchangEdu.Registry.Api.Identity.Sessions;
using OpenIddict.Abstractions;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>When API clients last got a token, gathered in memory and written down once a minute: no request waits for it.</summary>
internal sealed class ClientUses(TimeProvider clock)
{
    private ConcurrentDictionary<string, (DateTime At, string? Address)> latest = new();

    public void Note(string clientId, IPAddress? address) => latest[clientId] = (clock.GetUtcNow().UtcDateTime, address?.ToString());

    public async Task Write(IdentityDatabase database, CancellationToken cancellationToken)
    {
        foreach (var (clientId, use) in Interlocked.Exchange(ref latest, new()))
        {
            var written = await database.ClientUses.Where(u => u.ClientId == clientId && u.LastUsedAt < use.At).ExecuteUpdateAsync(
                set => set.SetProperty(u => u.LastUsedAt, use.At).SetProperty(u => u.Address, use.Address), cancellationToken);
            if (written > 0 || await database.ClientUses.AnyAsync(u => u.ClientId == clientId, cancellationToken)) continue;

            database.ClientUses.Add(new ClientUse { ClientId = clientId, LastUsedAt = use.At, Address = use.Address });
            await database.SaveChangesAsync(cancellationToken);
        }
    }
}

/// <summary>Keeps the identity tables small, and writes down who came by.</summary>
internal sealed partial class IdentityUpkeep(
    IServiceScopeFactory scopes, ClientUses uses, SessionRegister sessions, TimeProvider clock, ILogger<IdentityUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PrunedEvery = TimeSpan.FromHours(1);

    /// <summary>What ended is kept for so long: somebody may still ask where they were signed in.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(14);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var pruned = clock.GetTimestamp();
        while (await Ticks(timer, stoppingToken))
        {
            var isTimeToPrune = clock.GetElapsedTime(pruned) >= PrunedEvery;
            if (isTimeToPrune) pruned = clock.GetTimestamp();
            await Attend(isTimeToPrune, stoppingToken);
        }

        await Attend(prunes: false, CancellationToken.None);
    }

    private static async Task<bool> Ticks(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task Attend(bool prunes, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await uses.Write(scope.ServiceProvider.GetRequiredService<IdentityDatabase>(), cancellationToken);
            if (!prunes) return;

            var before = clock.GetUtcNow() - KeptFor;
            await sessions.Prune(before, cancellationToken);
            if (scope.ServiceProvider.GetService<IOpenIddictTokenManager>() is { } tokens) await tokens.PruneAsync(before, cancellationToken);
            if (scope.ServiceProvider.GetService<IOpenIddictAuthorizationManager>() is { } given) await given.PruneAsync(before, cancellationToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            Troubled(logger, trouble.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The identity tables could not be attended to, and will be in a minute: {Reason}")]
    private static partial void Troubled(ILogger logger, string reason);
}
