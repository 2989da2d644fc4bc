using System.Collections.Immutable;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Sites;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Accounts;

/// <summary>Accounts and API clients, for administrators; for everybody, who one is oneself.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this RouteGroupBuilder api)
    {
        api.MapGet("/me", (TokenHolder holder) => JsonBytes.Of(AccountDesk.Me(holder)))
            .Query("readMe", Policies.OwnAccountName, Tags.Accounts, typeof(MeView),
                "Read who one is", "The person, role and membership that go with the token, as the registry sees them.");
        api.MapPost("/me/sign-outs", (Asked<ReasonBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(asked.Envelope.By.PersonId, asked, new EndTokens(asked.Body.Reason), ct))
            .Account("endOwnTokens", Policies.OwnAccountName, creates: false,
                "End one's own tokens", "Every token and session of the caller ends, this one too: for a device that was lost. For people with an account here.");
        api.MapGet("/accounts", (Query<AccountListQuery> query, Caller caller, AccountDesk desk, CancellationToken ct) => desk.List(query.Question, caller, ct))
            .Query("listAccounts", Policies.ReadAccountsName, Tags.Accounts, typeof(PageView<AccountRowView>),
                "List accounts", "By name, a page at a time.");

        var account = api.MapGroup("/accounts/{person:person}");
        account.MapPut("", (string person, Asked<AccountBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, asked.Body.ToCommand(), ct))
            .Account("putAccount", Policies.AccountsName, creates: true,
                "Open or change an account",
                "201 when it is new, with the link by which the person sets a password: it is shown this once. A change of roles, unit or authority ends the person's tokens and sessions at once.");
        account.MapGet("", (string person, Caller caller, AccountDesk desk, CancellationToken ct) => desk.Read(person, caller, ct))
            .Query("readAccount", Policies.ReadAccountsName, Tags.Accounts, typeof(AccountView), "Read an account", "With its API clients; no secret is in it.");
        account.MapGet("/history", (string person, Query<HistoryQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.AccountHistory(person, query.Question, caller, ct))
            .Query("readAccountHistory", Policies.ReadAccountsName, Tags.Accounts, typeof(PageView<HistoryEventView>),
                "Read an account's history", "Its ledger from the beginning: every act of an administrator, with who and why.");
        account.MapGet("/clients", (string person, AccountDesk desk, CancellationToken ct) => desk.Clients(person, ct))
            .Query("listClients", Policies.ReadAccountsName, Tags.Accounts, typeof(ImmutableArray<ClientRowView>),
                "List an account's API clients", "With the time each last got a token.");

        MapLife(account);
        MapClients(account);
    }

    private static void MapLife(RouteGroupBuilder account)
    {
        account.MapPost("/invitations", (string person, Asked<ReasonBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, new InviteAgain(asked.Body.Reason), ct))
            .Account("inviteAgain", Policies.AccountsName, creates: false,
                "Invite the person anew", "For a password or second factor that was lost: what was before is good for nothing, and the new link is shown this once.");
        account.MapPost("/lock", (string person, Asked<ReasonBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, new LockAccount(asked.Body.Reason), ct))
            .Account("lockAccount", Policies.AccountsName, creates: false,
                "Lock an account", "At once: when this is answered, no gateway takes a token or session of the person.");
        account.MapPost("/unlock", (string person, Asked<ReasonBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, new UnlockAccount(asked.Body.Reason), ct))
            .Account("unlockAccount", Policies.AccountsName, creates: false, "Unlock an account", "Tokens of before stay ended.");
        account.MapPost("/retirement", (string person, Asked<ReasonBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, new RetireAccount(asked.Body.Reason), ct))
            .Account("retireAccount", Policies.AccountsName, creates: false,
                "Retire an account", "For good, with its API clients, when the person has left. Its id and names are never given to another.");
        account.MapPost("/sign-outs", (string person, Asked<ReasonBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, new EndTokens(asked.Body.Reason), ct))
            .Account("endTokens", Policies.AccountsName, creates: false, "End a person's tokens", "Every token and session of the person ends at once; the account stays.");
    }

    private static void MapClients(RouteGroupBuilder account)
    {
        account.MapPost("/clients", (string person, Asked<ClientBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, asked.Body.ToCommand(), ct))
            .Account("addClient", Policies.AccountsName, creates: true,
                "Add an API client", "Its secret is in the answer, this once. Scopes within the role, with an end and address ranges if wanted.");
        account.MapPost("/clients/{client:person}/keys", (string person, string client, Asked<ReasonBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, new RenewClientKey(client, asked.Body.Reason), ct))
            .Account("renewClientKey", Policies.AccountsName, creates: false,
                "Give an API client a new secret", "The secret of before and its tokens end at once; the new one is in the answer, this once.");
        account.MapPost("/clients/{client:person}/revocation", (string person, string client, Asked<ReasonBody> asked, AccountDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, new RevokeClient(client, asked.Body.Reason), ct))
            .Account("revokeClient", Policies.AccountsName, creates: false, "Revoke an API client", "For good and at once, with its tokens.");
    }

    private static RouteHandlerBuilder Account(
        this RouteHandlerBuilder endpoint, string name, string policy, bool creates, string summary, string description) =>
        endpoint.Command(name, policy, Tags.Accounts, creates, summary, description);
}

/// <summary>The filters of the list of accounts.</summary>
internal sealed record AccountListQuery(
    string? State, string? Role, string? Unit, string? Authority, string? Text, string? Cursor, int Limit, bool Total) : IQuestion<AccountListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("state", "State of the account.", Choices: [.. Json.NamesOf(typeof(AccountState))]),
        new("role", "A role the person has.", Choices: [.. Json.NamesOf(typeof(Role)).Where(name => name != Json.NameOf(Contracts.Role.System))]),
        new("unit", "USCC of the unit.", Max: 18),
        new("authority", "USCC of the supervising authority.", Max: 18),
        new("q", "Part of the name, the user name or the person id.", Max: Limits.QueryTextLength),
        Paging.Cursor,
        Paging.Limit,
        Paging.Total,
    ];

    public static AccountListQuery Read(QueryReader query) => Filters(query) with
    {
        Cursor = query.Text(Paging.CursorName),
        Limit = Paging.LimitOf(query),
        Total = Paging.TotalOf(query),
    };

    /// <summary>Without the parameters of pages.</summary>
    public static AccountListQuery Filters(QueryReader query) => new(
        query.Text("state"), query.Text("role"), query.Unit("unit"), query.Unit("authority"), query.Text("q"), null, Limits.PageMax, Total: false);

    public AccountFilter ToFilter(CatalogScope scope) => new(scope, State, Role, Unit, Authority, Text, Cursor, Limit);
}
