using System.Text.Json;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>
/// <c>client add</c>: makes one client of the built-in token server and writes its credential to a file that only its owner may read.
/// The secret is known there alone; it is printed nowhere.
/// </summary>
internal static class ClientVerb
{
    private const string Usage =
        "client add --id CLIENT --role clerk|head|reviewer|lead|centre|ops|auditor|admin --person PERSON --name NAME "
        + "[--unit USCC] [--authority USCC] --out FILE";

    private static readonly string[] Options = ["id", "role", "person", "name", "unit", "authority", "out"];

    public static async Task<int> Run(
        IServiceProvider services, Surroundings surroundings, string[] arguments, CancellationToken cancellationToken)
    {
        PostgresOnly.Demand(surroundings, Verb.Client);
        var given = Read(arguments);
        var person = new SamplePerson(
            Needed(given, "id"), Needed(given, "person"), Needed(given, "name"), RoleIn(Needed(given, "role")), UnitIn(given, "unit"), UnitIn(given, "authority"));
        Check(person);
        var path = Path.GetFullPath(Needed(given, "out"));
        if (File.Exists(path)) throw Wrong($"--out {path} 已存在，不会覆盖", $"--out {path} exists and is not overwritten");

        await using var scope = services.CreateAsyncScope();
        var issuer = scope.ServiceProvider.GetService<CredentialIssuer>()
            ?? throw Wrong("令牌由外部签发（Auth__Authority），请在那里建立客户端", "tokens come from an external issuer (Auth__Authority): make the client there");

        // The file first: a crash between the two leaves a secret that is good for nothing, never a client whose secret nobody knows.
        var credential = CredentialIssuer.Draw(person);
        PrivateFiles.Write(path, JsonSerializer.Serialize(credential, FirstRun.Written) + "\n");
        await issuer.Register([(person, credential)], cancellationToken);
        await Console.Out.WriteLineAsync($"客户端 {person.ClientId} 已建立，凭据在 {path}（仅本人可读）。 [The client is made; its credential lies in that file.]");
        return 0;
    }

    private static Dictionary<string, string> Read(string[] arguments)
    {
        if (arguments is not ["add", .. var pairs] || pairs.Length % 2 != 0) throw Wrong("用法不对", "that is not how it is used");

        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs.Chunk(2))
        {
            var name = pair[0].StartsWith("--", StringComparison.Ordinal) ? pair[0][2..] : "";
            if (!Options.Contains(name, StringComparer.Ordinal) || !given.TryAdd(name, pair[1]))
                throw Wrong($"{pair[0]} 不认识或重复", $"{pair[0]} is unknown or doubled");
        }

        return given;
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

    private static void Check(SamplePerson person)
    {
        if (person is { Role: Role.Clerk or Role.Head, Unit: null }) throw Wrong("该角色须填 --unit", "that role needs --unit");
        if (person is { Role: Role.Reviewer or Role.Lead, Authority: null }) throw Wrong("该角色须填 --authority", "that role needs --authority");
        if (person.PersonId.Length > Limits.PersonIdLength) throw Wrong("--person 过长", "--person is too long");
    }

    private static RegistrySettingException Wrong(string chinese, string english) =>
        new(Verb.Client, $"{chinese}。用法：{Usage}", $"{english}. Usage: {Usage}");
}
