using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Accounts;

/// <summary>
/// Carries commands to accounts, and does afterwards what must not lie in the register: secrets. The order is the register first: what it
/// refuses has no secret, and what it took back is refused everywhere before the answer says so.
/// </summary>
public sealed class AccountDesk(IGrainFactory grains, ICatalog catalog, Standings standings, SessionRegister sessions, IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    public async Task<IResult> Execute<T>(string personId, Asked<T> asked, AccountCommand command, CancellationToken cancellationToken) where T : class
    {
        var outcome = await grains.GetAccount(personId).Execute(command, asked.Envelope, cancellationToken);
        if (outcome.Kind != OutcomeKind.Done) return outcome.ToHttpResult($"{Routes.Accounts}/{personId}");

        // The command is committed: whoever stops waiting does not stop what follows from it.
        await standings.Changed(personId);
        if (EndsSessions(command)) await sessions.EndAll(personId, but: null, CancellationToken.None);
        var receipt = JsonSerializer.Deserialize<AccountReceipt>(outcome.Body, RegistryJson.Options)
            ?? throw new JsonException("a receipt is an object");
        var answer = await WithSecrets(receipt, CancellationToken.None);
        return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(answer, Json.Options), Preconditions.ETagOf(outcome.Version), outcome.Status)
        {
            Location = outcome.Status == StatusCodes.Status201Created ? $"{Routes.Accounts}/{personId}" : null,
        };
    }

    public async Task<IResult> Read(string personId, Caller caller, CancellationToken cancellationToken) =>
        (await grains.GetAccount(personId).Read(caller.Actor, caller.DemandsFreshness, cancellationToken)).ToHttpResult();

    /// <summary>The account's clients, those that are let in no more too.</summary>
    public async Task<IResult> Clients(string personId, CancellationToken cancellationToken)
    {
        if ((await standings.Of(personId)).Account is not { } account) return Problems.Of(RuleId.NotFound);

        await using var scope = scopes.CreateAsyncScope();
        var ids = account.Clients.Select(client => client.ClientId).ToArray();
        var uses = await scope.ServiceProvider.GetRequiredService<IdentityDatabase>().ClientUses.AsNoTracking()
            .Where(use => ids.Contains(use.ClientId)).ToDictionaryAsync(use => use.ClientId, cancellationToken);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Shanghai).DateTime);
        return JsonBytes.Of(account.Clients.Select(client => Row(account, client, uses.GetValueOrDefault(client.ClientId), today)).ToImmutableArray());
    }

    internal static MeView Me(TokenHolder holder) => new(
        holder.Actor.PersonId, holder.Actor.Name, holder.Actor.Role, holder.Actor.Unit, holder.Actor.Authority, holder.Actor.Subordinates,
        holder.Scopes, holder.ClientId);

    internal async Task<IResult> List(AccountListQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.ToFilter(caller.Scope);
        var page = await catalog.Accounts(filter, cancellationToken);
        return JsonBytes.Of(PageView.Of(page, Row, query.Total ? await catalog.Count(filter, cancellationToken) : null));
    }

    private static ClientRowView Row(AccountStanding account, ApiClient client, ClientUse? use, DateOnly today) => new(
        client.ClientId, client.Label, client.Role, client.Scopes, client.ExpiresOn, client.Addresses, client.Key, client.AddedAt, client.RevokedAt,
        account.State == AccountState.Active && client.RevokedAt is null && (client.ExpiresOn is not { } last || last >= today),
        use?.LastUsedAt, use?.Address);

    private static AccountRowView Row(AccountListRow row) => new(
        row.Id, row.Version, row.Catalog.UserName, row.Catalog.Name, row.Catalog.State, [.. row.Catalog.Roles.Split(' ')], row.Catalog.Unit,
        row.Catalog.Authority);

    /// <summary>Where tokens come from elsewhere, secrets and passwords do, too.</summary>
    private async Task<AccountAnswerView> WithSecrets(AccountReceipt receipt, CancellationToken cancellationToken)
    {
        var answer = new AccountAnswerView(
            receipt.PersonId, receipt.Version, receipt.State, receipt.Roles, receipt.Invitation, receipt.ClientId, receipt.Key);
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<ClientSecrets>() is not { } secrets) return answer;
        if ((await standings.Of(receipt.PersonId)).Account is not { } account) return answer;

        if (receipt.Key is { } key && account.Clients.FirstOrDefault(c => c.ClientId == receipt.ClientId) is { RevokedAt: null } client && client.Key == key)
            answer = answer with { ClientSecret = await secrets.Issue(receipt.PersonId, client, drawn: null, cancellationToken) };
        if (receipt.Invitation is { } number && account.Invitation == number
            && await scope.ServiceProvider.GetRequiredService<Passwords>().Invite(account) is { } invitation)
            answer = answer with { InvitationLink = invitation.Link, InvitationExpiresAt = invitation.ExpiresAt };
        return answer;
    }

    private static bool EndsSessions(AccountCommand command) =>
        command is PutAccount or InviteAgain or LockAccount or RetireAccount or EndTokens;
}
