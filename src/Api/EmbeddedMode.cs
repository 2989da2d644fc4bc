using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Silo.Sample;

namespace NanchangEdu.Registry.Api;

/// <summary>The whole registry in this process, silo and database inside. The one file that knows the silo.</summary>
internal static class EmbeddedMode
{
    public static void AddEmbeddedRegistry(this WebApplicationBuilder builder, Surroundings surroundings)
    {
        builder.AddRegistrySilo(silo => silo.DataFolder = surroundings.DataFolder);
        if (!surroundings.Sample) return;

        builder.Services.AddSampleCity();
        builder.Services.AddSingleton<ISampleCity, SamplePeople>();
        builder.Services.AddHostedService<SampleCityLoading>();
    }

    /// <summary>What the silo's own failures to start say, in one sentence; null when it is none of them.</summary>
    public static string? SentenceOf(Exception trouble) => trouble switch
    {
        RulePackInvalidException { Errors: var errors } =>
            $"规则包无效，共 {errors.Count} 处错误，其一：{errors[0].Path} {errors[0].Zh}"
            + $" [The rule pack is invalid, {errors.Count} faults, one of them: {errors[0].Path} {errors[0].En}]",
        SampleCityException { Message: var message } => message,
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
        public IReadOnlyList<SamplePerson> People { get; } =
        [
            .. SampleCity.People.Select(p =>
                new SamplePerson(p.ClientId, p.Actor.PersonId, p.Actor.Name, p.Actor.Role, p.Actor.Unit, p.Actor.Authority)),
        ];
    }
}
