using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>One entry of <c>first-run.json</c>, and the file of <c>client add</c>.</summary>
/// <param name="Invitation">The link by which the person sets a password, when none was drawn.</param>
public sealed record Credential(
    string ClientId, string ClientSecret, Role Role, string? Unit, string? Authority, string? UserName, string? Password,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Uri? Invitation = null);

/// <summary>The people of the sample city who get credentials at the first start.</summary>
public interface ISampleCity
{
    IReadOnlyList<Newcomer> People { get; }
}

/// <summary>
/// While there is no client at all, gives the first people their accounts, passwords and clients, and writes the credentials down. It
/// starts after silo and sample city, and before the web server.
/// </summary>
/// <remarks>
/// The file is written before the clients: a crash between the two leaves secrets that are good for nothing yet, and the next
/// start gives exactly them their clients. The other order could leave clients whose secrets nobody knows.
/// </remarks>
internal sealed class FirstRun(IServiceScopeFactory scopes, IGrainFactory grains, Surroundings surroundings, IEnumerable<ISampleCity> sample) : IHostedService
{
    public const string FileName = "first-run.json";

    private const int PasswordBytes = 15;

    /// <summary>How credentials are written down.</summary>
    internal static readonly JsonSerializerOptions Written = new(Json.Options) { WriteIndented = true };

    /// <summary>Whoever starts without the sample city gets one administrator, to register units and open accounts with.</summary>
    private static readonly Newcomer FirstAdministrator = new("admin", new Actor("admin", "系统管理员", Role.Admin, null, null));

    /// <summary>The credentials file if it was written or used by this start, else null.</summary>
    public string? FileWritten { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var secrets = scope.ServiceProvider.GetRequiredService<ClientSecrets>();
        var people = sample.SelectMany(city => city.People).ToImmutableArray();
        if (people.IsEmpty) people = [FirstAdministrator];

        var path = Path.Combine(surroundings.DataFolder, FileName);
        if (await ToMake(secrets, people, path, cancellationToken) is not { } credentials) return;

        var settingUp = new SettingUp(
            secrets, scope.ServiceProvider.GetRequiredService<Passwords>(), scope.ServiceProvider.GetRequiredService<Standing.Standings>(),
            (personId, command, envelope) => grains.GetAccount(personId).Execute(command, envelope, cancellationToken));
        foreach (var person in people) await settingUp.SetUp(person, credentials[person.ClientId], cancellationToken);
        FileWritten = path;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The credentials that have no client yet; null when there is nothing to do.</summary>
    private static async Task<ImmutableDictionary<string, Credential>?> ToMake(
        ClientSecrets secrets, ImmutableArray<Newcomer> people, string path, CancellationToken cancellationToken)
    {
        var credentials = Read(path);
        var isOurs = credentials.Select(c => c.ClientId).Order().SequenceEqual(people.Select(p => p.ClientId).Order());
        if (isOurs)
        {
            foreach (var credential in credentials)
            {
                if (!await secrets.Has(credential.ClientId, cancellationToken)) return credentials.ToImmutableDictionary(c => c.ClientId);
            }

            return null;
        }

        if (await secrets.HasAny(cancellationToken)) return null;

        credentials = [.. people.Select(person => Draw(person))];
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        PrivateFiles.Write(path, JsonSerializer.Serialize(credentials, Written) + "\n");
        return credentials.ToImmutableDictionary(c => c.ClientId);
    }

    private static Credential Draw(Newcomer person) => new(
        person.ClientId, ClientSecrets.Draw(), person.Actor.Role, person.Actor.Unit?.Uscc, person.Actor.Authority?.Uscc, person.UserName,
        Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(System.Security.Cryptography.RandomNumberGenerator.GetBytes(PasswordBytes)));

    private static ImmutableArray<Credential> Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<ImmutableArray<Credential>>(File.ReadAllBytes(path), Json.Options) : [];
}

internal static class FirstRunRegistration
{
    /// <summary>
    /// On a shared server only the sample city's people, when it is asked for: the first administrator of a real city is made by
    /// the verb client, at a time and place that somebody chose.
    /// </summary>
    public static void AddFirstRun(this IServiceCollection services, Surroundings surroundings)
    {
        services.AddSingleton<IdentityPreparation>();
        if (services.All(service => service.ServiceType != typeof(TokenKeys))) return;

        services.AddSingleton<FirstRun>();
        if (surroundings.Database.IsPostgres && !(surroundings.Sample && surroundings.SiloInside)) return;

        services.AddHostedService(provider => provider.GetRequiredService<FirstRun>());
    }
}

/// <summary>Brings the identity tables up to date where no migration does, and the operator's applications into the token server.</summary>
internal sealed class IdentityPreparation(IServiceScopeFactory scopes, Surroundings surroundings)
{
    public async Task Prepare(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        // The sample city's diary and the first credentials lie there, whatever the database.
        if (!surroundings.Database.IsPostgres || surroundings.Sample) PrivateFiles.CreateFolder(surroundings.DataFolder);
        if (!surroundings.Database.IsPostgres)
        {
            await scope.ServiceProvider.GetRequiredService<IdentityDatabase>().Database.MigrateAsync(cancellationToken);
        }

        if (scope.ServiceProvider.GetService<Applications>() is { } applications) await applications.Configure(cancellationToken);
    }
}
