using System.Text.Json;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Security;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>
/// <c>client add</c>: opens an account if the person has none, adds an API client, and writes its credential to a file that only its
/// owner may read, with the invitation of a new account. The secrets are known there alone; they are printed nowhere.
/// </summary>
internal static class ClientVerb
{
    private const string Usage =
        "client add --id CLIENT --role clerk|head|reviewer|lead|centre|ops|auditor|admin --person PERSON --name NAME "
        + "[--unit USCC] [--authority USCC] --out FILE";

    private static readonly string[] Options = ["id", "role", "person", "name", "unit", "authority", "out"];

    public static async Task<int> Run(WebApplication app, Surroundings surroundings, string[] arguments, CancellationToken cancellationToken)
    {
        PostgresOnly.Demand(surroundings, Verb.Client);
        var given = arguments is ["add", .. var pairs] ? VerbArguments.Read(pairs, Options, Wrong) : throw Wrong("用法不对", "that is not how it is used");
        var person = new Newcomer(
            Needed(given, "id"),
            new Actor(Needed(given, "person"), Needed(given, "name"), RoleIn(Needed(given, "role")), UnitIn(given, "unit"), UnitIn(given, "authority")));
        Check(person.Actor);
        var path = Path.GetFullPath(Needed(given, "out"));
        if (File.Exists(path)) throw Wrong($"--out {path} 已存在，不会覆盖", $"--out {path} exists and is not overwritten");

        await using var scope = app.Services.CreateAsyncScope();
        var secrets = scope.ServiceProvider.GetService<ClientSecrets>()
            ?? throw Wrong("令牌由外部签发（Auth__Authority），请在那里建立客户端", "tokens come from an external issuer (Auth__Authority): make the client there");
        if (await secrets.Has(person.ClientId, cancellationToken)) throw Wrong($"客户端 {person.ClientId} 已存在", $"the client {person.ClientId} exists");

        await using var alone = EmbeddedMode.Accounts(app, surroundings);
        using var standings = new Standings(alone.GetRequiredService<ICatalog>(), alone.GetRequiredService<TimeProvider>());
        var passwords = scope.ServiceProvider.GetRequiredService<Passwords>();
        var settingUp = new SettingUp(
            secrets, passwords, standings,
            (personId, command, envelope) => alone.GetRequiredService<LoneAccounts>().Execute(personId, command, envelope, cancellationToken));

        // The file first: a crash between the two leaves a secret that is good for nothing, never a client whose secret nobody knows.
        var account = await settingUp.Opened(person);
        var credential = new Credential(
            person.ClientId, ClientSecrets.Draw(), person.Actor.Role, account.Unit?.Uscc, account.Authority?.Uscc, UserName: null, Password: null,
            (await passwords.Invite(account))?.Link);
        PrivateFiles.Write(path, JsonSerializer.Serialize(credential, FirstRun.Written) + "\n");
        await settingUp.SetUp(person, credential, cancellationToken);
        await Console.Out.WriteLineAsync($"客户端 {person.ClientId} 已建立，凭据在 {path}（仅本人可读）。 [The client is made; its credential lies in that file.]");
        return 0;
    }

    private static string Needed(Dictionary<string, string> given, string name) =>
        given.TryGetValue(name, out var value) && value.Length > 0 ? value : throw Wrong($"缺少 --{name}", $"--{name} is missing");

    private static Role RoleIn(string text) =>
        Enum.GetValues<Role>().Where(role => role != Role.System && Json.NameOf(role) == text).Select(role => (Role?)role).FirstOrDefault()
        ?? throw Wrong($"角色 {text} 不存在", $"there is no role {text}");

    private static UnitId? UnitIn(Dictionary<string, string> given, string name) =>
        !given.TryGetValue(name, out var text) ? null
        : UnitId.TryParse(text, out var unit) ? unit
        : throw Wrong($"--{name} 不是统一社会信用代码", $"--{name} is no unified social credit code");

    private static void Check(Actor person)
    {
        if (person is { Role: Role.Clerk or Role.Head, Unit: null }) throw Wrong("该角色须填 --unit", "that role needs --unit");
        if (person is { Role: Role.Reviewer or Role.Lead, Authority: null }) throw Wrong("该角色须填 --authority", "that role needs --authority");
        if (!PersonIds.IsValid(person.PersonId))
            throw Wrong("--person 须为 1 至 64 个字母、数字、点、下划线或连字符", "--person has 1 to 64 letters, digits, dots, underscores and hyphens");
    }

    private static RegistrySettingException Wrong(string chinese, string english) =>
        new(Verb.Client, $"{chinese}。用法：{Usage}", $"{english}. Usage: {Usage}");
}
