using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>The people of the sample city who get credentials at the first start.</summary>
public interface ISampleCity
{
    IReadOnlyList<SamplePerson> People { get; }
}

/// <summary>Brings the identity tables up to date and, while there is no client at all, makes the first ones and writes them down.</summary>
/// <remarks>
/// The file is written before the clients: a crash between the two leaves secrets that are good for nothing yet, and the next
/// start gives exactly them their clients. The other order could leave clients whose secrets nobody knows.
/// </remarks>
public static class FirstRun
{
    public const string FileName = "first-run.json";

    /// <summary>How credentials are written down.</summary>
    internal static readonly JsonSerializerOptions Written = new(Json.Options) { WriteIndented = true };

    /// <summary>Whoever starts without the sample city gets one administrator, to register units with.</summary>
    private static readonly SamplePerson FirstAdministrator = new("admin", "admin", "系统管理员", Role.Admin, null, null);

    /// <param name="services">The program's.</param>
    /// <param name="dataFolder">Where the file is written.</param>
    /// <param name="migrates">Whether this start also brings the tables up to date; a shared server's are the migration's.</param>
    /// <param name="sample">Whoever is given credentials; one administrator when there is nobody.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The credentials file if it was written or used by this start, else null.</returns>
    public static async Task<string?> Prepare(
        IServiceProvider services, string dataFolder, bool migrates, IReadOnlyList<SamplePerson>? sample, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        if (migrates) await scope.ServiceProvider.GetRequiredService<IdentityDatabase>().Database.MigrateAsync(cancellationToken);

        var issuer = scope.ServiceProvider.GetRequiredService<CredentialIssuer>();
        if (await issuer.HasClients(cancellationToken)) return null;

        var people = sample is { Count: > 0 } ? sample : [FirstAdministrator];
        var path = Path.Combine(dataFolder, FileName);
        var credentials = Read(path);
        if (!credentials.Select(c => c.ClientId).Order().SequenceEqual(people.Select(p => p.ClientId).Order()))
        {
            credentials = [.. people.Select(CredentialIssuer.Draw)];
            PrivateFiles.Write(path, JsonSerializer.Serialize(credentials, Written) + "\n");
        }

        var persons = people.ToDictionary(person => person.ClientId);
        await issuer.Register(credentials.Select(credential => (persons[credential.ClientId], credential)), cancellationToken);
        return path;
    }

    private static ImmutableArray<Credential> Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<ImmutableArray<Credential>>(File.ReadAllBytes(path), Json.Options) : [];
}
