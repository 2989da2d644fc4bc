using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Silo.Accounts;
using NanchangEdu.Registry.Silo.Audit;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Silo.Sample;

namespace NanchangEdu.Registry.Api;

/// <summary>The silo in this process: the whole registry on SQLite, or one of several programs on PostgreSQL. The one file that knows the silo.</summary>
internal static class EmbeddedMode
{
    public static void AddSiloInside(this WebApplicationBuilder builder, Surroundings surroundings)
    {
        builder.AddRegistrySilo(surroundings.Database, silo =>
        {
            silo.DataFolder = surroundings.DataFolder;
            silo.GatewayPort = 0;
        });
        if (!surroundings.Sample) return;

        builder.Services.AddSampleCity();
        builder.Services.AddSingleton<ISampleCity, SamplePeople>();
        builder.Services.AddHostedService<SampleCityLoading>();
    }

    /// <summary>Verifying and carrying out the ledger, with nothing else running in this process.</summary>
    public static LedgerOperations Ledger(WebApplication app, Surroundings surroundings) => new(
        surroundings.Database, surroundings.DataFolder, app.Configuration, app.Environment.ContentRootPath, app.Services.GetRequiredService<ILoggerFactory>());

    /// <summary>The operator's work on the rule pack, with no silo.</summary>
    public static PolicyOperations Policy(WebApplication app, Surroundings surroundings) => new(
        surroundings.Database, surroundings.DataFolder, app.Configuration, app.Environment.ContentRootPath, app.Services.GetRequiredService<ILoggerFactory>());

    /// <summary>Commands to accounts and what the register says of them, with no silo: for an operator's verb.</summary>
    public static ServiceProvider Accounts(WebApplication app, Surroundings surroundings) => AccountsAlone.Services(
        surroundings.Database, surroundings.DataFolder, app.Configuration, app.Environment.ContentRootPath, app.Services).BuildServiceProvider();

    /// <summary>What the silo's own failures to start say, in one sentence; null when it is none of them.</summary>
    public static string? SentenceOf(Exception trouble) => trouble switch
    {
        RulePackInvalidException { Errors: var errors } =>
            $"规则包无效，共 {errors.Count} 处错误，其一：{errors[0].Path} {errors[0].Zh}"
            + $" [The rule pack is invalid, {errors.Count} faults, one of them: {errors[0].Path} {errors[0].En}]",
        SampleCityException { Message: var message } => message,
        NotSetUpException { Message: var message } => message,
        _ => null,
    };

    /// <summary>Started after the silo and before the web server: nobody meets the registry while its clock tells the past.</summary>
    private sealed class SampleCityLoading(SampleCity city, Surroundings surroundings) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) =>
            await city.Load(surroundings.DataFolder, Console.Out.WriteLine, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class SamplePeople : ISampleCity
    {
        public IReadOnlyList<Newcomer> People { get; } = [.. SampleCity.People.Select(person => new Newcomer(person.ClientId, person.Actor))];
    }
}
