using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>The silo as programs start it: order, settings, what is refused, what survives.</summary>
public sealed class EmbeddedSiloTests : IDisposable
{
    private static readonly UnitId Unit = Usccs.Of(70_000_001);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        using (var first = Host(folder.Path))
        {
            await first.StartAsync();
            var outcome = await GrainOf(first).Execute(Story.PutUnit(Unit), People.Administrator.Asks(), default);
            Assert.Equal(OutcomeKind.Done, outcome.Kind);
            await first.StopAsync();
        }

        using var second = Host(folder.Path);
        await second.StartAsync();
        var answer = await GrainOf(second).Read(People.Administrator, checkedAgainstStore: true, default);
        await second.StopAsync();

        Assert.Equal(ReadKind.Found, answer.Kind);
    }

    [Fact]
    public async Task A_key_for_webhooks_is_made_at_the_first_start_for_its_owner_alone_and_stays()
    {
        using (var first = Host(folder.Path))
        {
            await first.StartAsync();
            await first.StopAsync();
        }

        var made = await File.ReadAllTextAsync(folder.File("webhook.key"));
        using var second = Host(folder.Path);
        await second.StartAsync();
        var key = Assert.Single(second.Services.GetRequiredService<IWebhookKeys>().Current);
        await second.StopAsync();

        Assert.Equal(32, key.Length);
        Assert.Equal(made, await File.ReadAllTextAsync(folder.File("webhook.key")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("webhook.key")));
    }

    [Theory]
    [InlineData("c2hvcnQ=", "line 1 of Registry:Webhooks:KeyFile")]
    [InlineData("", "Registry:Webhooks:KeyFile must hold from 1 to 8 keys")]
    public async Task A_key_file_that_cannot_be_used_ends_the_start_and_does_not_say_the_key(string content, string sentence)
    {
        await File.WriteAllTextAsync(folder.File("given"), content);
        using var host = Host(folder.Path, settings: ("Registry:Webhooks:KeyFile", folder.File("given")));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        if (content.Length > 0) Assert.DoesNotContain(content, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_registries_run_side_by_side_and_share_nothing()
    {
        using var one = Host(Path.Combine(folder.Path, "one"));
        using var other = Host(Path.Combine(folder.Path, "other"));
        await one.StartAsync();
        await other.StartAsync();

        await GrainOf(one).Execute(Story.PutUnit(Unit), People.Administrator.Asks(), default);
        var there = await GrainOf(one).Read(People.Administrator, checkedAgainstStore: false, default);
        var elsewhere = await GrainOf(other).Read(People.Administrator, checkedAgainstStore: false, default);
        await one.StopAsync();
        await other.StopAsync();

        Assert.Equal((ReadKind.Found, ReadKind.NotFound), (there.Kind, elsewhere.Kind));
        Assert.NotEqual(EndpointOf(one).Port, EndpointOf(other).Port);         // Orleans would share a port without a word
        Assert.All([one, other], host => Assert.True(System.Net.IPAddress.IsLoopback(EndpointOf(host).Address)));
    }

    [Fact]
    public async Task Nothing_is_swept_before_the_story_is_over_and_then_at_once()
    {
        using var host = Host(folder.Path, builder => builder.Services.AddStoryClock());
        await host.StartAsync();
        var (clock, catalog) = (host.Services.GetRequiredService<StoryClock>(), host.Services.GetRequiredService<ICatalog>());
        clock.TellAt(new DateTimeOffset(2025, 9, 1, 2, 0, 0, TimeSpan.Zero));
        await GrainOf(host).Execute(Story.PutUnit(Unit), People.Administrator.Asks(), default);
        await GrainOf(host).Execute(Story.PutUnit(Unit, "南昌市更名学校"), People.Administrator.Asks(), default);
        Assert.Equal(clock, host.Services.GetRequiredService<RegistryClock>());
        Assert.Equal([Unit.Uscc], await catalog.Due(RecordKind.Unit, clock.GetUtcNow(), 10, default));

        clock.ReturnToPresent();

        await Eventually(async () => (await catalog.Due(RecordKind.Unit, clock.GetUtcNow(), 10, default)).IsEmpty);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_rule_pack_that_cannot_be_read_ends_the_start_and_names_the_file()
    {
        using var host = Host(folder.Path, settings: ("Registry:PolicyFile", folder.File("nowhere.json")));

        var refusal = await Assert.ThrowsAsync<RulePackInvalidException>(() => host.StartAsync());

        Assert.Contains("nowhere.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_part_of_the_silo_runs_before_pack_and_databases_are_ready()
    {
        var silo = new SiloWatch();
        using var host = Host(
            folder.Path, builder => builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(silo),
            ("Registry:PolicyFile", folder.File("nowhere.json")));

        await Assert.ThrowsAsync<RulePackInvalidException>(() => host.StartAsync());

        Assert.False(silo.Started);
    }

    private sealed class SiloWatch : ILifecycleParticipant<ISiloLifecycle>
    {
        public bool Started { get; private set; }

        public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SiloWatch), ServiceLifecycleStage.First, _ =>
        {
            Started = true;
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_damaged_register_ends_the_start()
    {
        await File.WriteAllTextAsync(folder.File("register.db"), string.Concat(Enumerable.Repeat("not a database ", 400)));
        using var host = Host(folder.Path);

        await Assert.ThrowsAsync<DamagedStorageException>(() => host.StartAsync());
    }

    [Theory]
    [InlineData("Registry:SiloPort", "70000")]
    [InlineData("Registry:ResponseSeconds", "0")]
    [InlineData("Registry:DataFolder", "")]
    public void A_setting_of_the_silo_out_of_its_range_is_refused_by_name(string setting, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Host(folder.Path, settings: (setting, value)));

        Assert.Contains(setting["Registry:".Length..], refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Registry:Sweep:EverySeconds", "0")]
    [InlineData("Registry:Webhooks:EverySeconds", "0")]
    [InlineData("Registry:Webhooks:AttemptSeconds", "61")]
    [InlineData("Registry:Records:RenderedViewsMax", "-1")]
    [InlineData("Registry:Store:QueueCapacity", "0")]
    public async Task A_setting_of_a_part_out_of_its_range_ends_the_start(string setting, string value)
    {
        using var host = Host(folder.Path, settings: (setting, value));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(setting.Split(':')[^1], refusal.Message, StringComparison.Ordinal);
    }

    private static IUnitGrain GrainOf(IHost host) =>
        host.Services.GetRequiredService<IGrainFactory>().GetGrain<IUnitGrain>(Unit.GrainKey);

    private static System.Net.IPEndPoint EndpointOf(IHost host) =>
        host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint;

    private static IHost Host(
        string dataFolder, Action<IHostApplicationBuilder>? configure = null, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Registry:DataFolder", dataFolder)]);
        foreach (var (name, value) in settings) builder.Configuration.AddInMemoryCollection([new(name, value)]);
        builder.Logging.ClearProviders();
        builder.AddRegistrySilo(RegistryDatabase.Embedded);
        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>The sweeper runs on its own: there is nothing to await but the condition, with a bound.</summary>
    private static async Task Eventually(Func<Task<bool>> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var tries = 0; tries < 400 && await timer.WaitForNextTickAsync(); tries++)
            if (await holds()) return;

        Assert.Fail("it did not come about within 20 seconds");
    }
}
