using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Startup;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>Runs a verb with the same settings as the serving program, and neither silo nor door.</summary>
internal static class VerbHost
{
    public static async Task<int> Run(string verb, string[] arguments)
    {
        // What follows a verb is its own; settings come from the environment and the settings files alone.
        var builder = WebApplication.CreateBuilder();
        var surroundings = builder.AddSurroundings();

        // It looks for its own history by asking for it: on a new database that is no failure.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        builder.AddRegistryIdentity(surroundings);
        if (verb == Verb.Client) builder.AddKeyProtection(surroundings);
        await using var app = builder.Build();
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };

        return verb switch
        {
            Verb.Migrate => await MigrateVerb.Run(app.Services, surroundings, interrupted.Token),
            Verb.Verify => await VerifyVerb.Run(EmbeddedMode.Ledger(app, surroundings), arguments, interrupted.Token),
            Verb.Ledger => await LedgerVerb.Run(EmbeddedMode.Ledger(app, surroundings), arguments, interrupted.Token),
            Verb.Policy or Verb.Calendar => await PolicyVerb.Run(verb, EmbeddedMode.Policy(app, surroundings), arguments, interrupted.Token),
            Verb.Client => await ClientVerb.Run(app, surroundings, arguments, interrupted.Token),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "no such verb"),
        };
    }
}
