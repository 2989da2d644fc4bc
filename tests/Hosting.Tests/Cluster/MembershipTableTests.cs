using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Hosting.Cluster;

namespace NanchangEdu.Registry.Hosting.Tests.Cluster;

/// <summary>The pinned provider over our SQL: what silos tell each other, and what two of them may not both say.</summary>
public sealed class MembershipTableTests : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 3, 2, 1, 0, 0, DateTimeKind.Utc);

    private readonly MigratedDatabase database = new();
    private readonly IHost host;

    public MembershipTableTests()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseRegistryCluster(database.Registry, new RegistryClusterOptions { AllowPlain = true }, new MembershipOptions()));
        host = builder.Build();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IMembershipTable Table => host.Services.GetRequiredService<IMembershipTable>();

    public async ValueTask InitializeAsync() => await Table.InitializeMembershipTableAsync(tryInitTableVersion: true, Token);

    public ValueTask DisposeAsync()
    {
        host.Dispose();
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_new_row_moves_the_version_of_the_table()
    {
        var empty = await Table.ReadAllAsync(Token);
        Assert.True(await Table.InsertRowAsync(Silo(1), empty.Version.Next(), Token));

        var all = await Table.ReadAllAsync(Token);
        Assert.Equal(empty.Version.Version + 1, all.Version.Version);
        var (entry, _) = Assert.Single(all.Members);
        Assert.Equal((Address(1), "silo-1", SiloStatus.Joining, 30001), (entry.SiloAddress, entry.SiloName, entry.Status, entry.ProxyPort));
    }

    [Fact]
    public async Task Of_two_changes_on_one_version_the_second_fails_and_leaves_nothing()
    {
        var version = (await Table.ReadAllAsync(Token)).Version.Next();
        Assert.True(await Table.InsertRowAsync(Silo(1), version, Token));

        Assert.False(await Table.InsertRowAsync(Silo(2), version, Token));
        Assert.Single((await Table.ReadAllAsync(Token)).Members);
    }

    [Fact]
    public async Task One_silo_has_one_row_and_a_second_try_moves_no_version()
    {
        Assert.True(await Table.InsertRowAsync(Silo(1), (await Table.ReadAllAsync(Token)).Version.Next(), Token));
        var before = (await Table.ReadAllAsync(Token)).Version;

        Assert.False(await Table.InsertRowAsync(Silo(1), before.Next(), Token));
        Assert.Equal(before.Version, (await Table.ReadAllAsync(Token)).Version.Version);
    }

    [Fact]
    public async Task A_change_of_a_row_needs_the_version_and_tells_who_suspects()
    {
        Assert.True(await Table.InsertRowAsync(Silo(1), (await Table.ReadAllAsync(Token)).Version.Next(), Token));
        var read = await Table.ReadRowAsync(Address(1), Token);
        var entry = read.Members.Single().Item1;
        entry.Status = SiloStatus.Active;
        entry.AddSuspector(Address(2), Start.AddSeconds(5));
        var etag = read.Members.Single().Item2;

        Assert.True(await Table.UpdateRowAsync(entry, etag, read.Version.Next(), Token));
        Assert.False(await Table.UpdateRowAsync(entry, etag, read.Version.Next(), Token));

        var after = (await Table.ReadRowAsync(Address(1), Token)).Members.Single().Item1;
        Assert.Equal(SiloStatus.Active, after.Status);
        Assert.Equal(Address(2), Assert.Single(after.SuspectTimes!).Item1);
    }

    [Fact]
    public async Task A_sign_of_life_moves_no_version()
    {
        Assert.True(await Table.InsertRowAsync(Silo(1), (await Table.ReadAllAsync(Token)).Version.Next(), Token));
        var before = (await Table.ReadAllAsync(Token)).Version.Version;
        var entry = Silo(1);
        entry.IAmAliveTime = Start.AddMinutes(7);

        await Table.UpdateIAmAliveAsync(entry, Token);

        var all = await Table.ReadAllAsync(Token);
        Assert.Equal(before, all.Version.Version);
        Assert.Equal(Start.AddMinutes(7), all.Members.Single().Item1.IAmAliveTime);
    }

    [Fact]
    public async Task The_clean_up_takes_long_dead_silos_and_no_others()
    {
        await Insert(1, SiloStatus.Dead, Start);
        await Insert(2, SiloStatus.Dead, Start.AddHours(2));
        await Insert(3, SiloStatus.Active, Start);
        await Insert(4, SiloStatus.Joining, Start);

        await Table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Start.AddHours(1)), Token);

        Assert.Equal([2, 3, 4], (await Table.ReadAllAsync(Token)).Members.Select(member => member.Item1.SiloAddress.Endpoint.Port - 11110).Order());
    }

    [Fact]
    public async Task Two_clusters_in_one_database_do_not_see_each_other()
    {
        await Insert(1, SiloStatus.Active, Start);

        await Table.DeleteMembershipTableEntriesAsync("another", Token);
        Assert.Single((await Table.ReadAllAsync(Token)).Members);
        await Table.DeleteMembershipTableEntriesAsync(RegistryClusterOptions.ServiceId, Token);
        Assert.Equal("0", database.Sql("SELECT count(*) FROM OrleansMembershipTable"));
    }

    private async Task Insert(int number, SiloStatus status, DateTime aliveAt)
    {
        var entry = Silo(number);
        entry.Status = status;
        entry.StartTime = Start.AddDays(-1);
        entry.IAmAliveTime = aliveAt;
        Assert.True(await Table.InsertRowAsync(entry, (await Table.ReadAllAsync(Token)).Version.Next(), Token));
    }

    private static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Loopback, 11110 + number, 1);

    private static MembershipEntry Silo(int number) => new()
    {
        SiloAddress = Address(number),
        SiloName = $"silo-{number}",
        HostName = "localhost",
        Status = SiloStatus.Joining,
        ProxyPort = 30000 + number,
        StartTime = Start,
        IAmAliveTime = Start,
    };
}
