using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Store.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task One_store_stands_behind_all_its_faces()
    {
        await using var database = new SqliteDatabase();
        await using var services = new ServiceCollection().AddRegisterStore(options => options.Path = database.Path).BuildServiceProvider();

        var store = services.GetRequiredService<RegisterStore>();

        Assert.Same(store, services.GetRequiredService<IRegisterStore>());
        Assert.Same(store, services.GetRequiredService<IStoreHealth>());
        Assert.Same(store, services.GetRequiredService<IAnswerPruning>());
        Assert.Same(store.Catalog, services.GetRequiredService<ICatalog>());
        Assert.Equal(new CommitResult.Committed(1), await store.Commit(Sample.NewSite("site-1").Next()));
        Assert.True(await store.IsReachable(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_database_that_cannot_be_opened_is_told_when_the_store_is_resolved()
    {
        using var services = new ServiceCollection().AddRegisterStore(options => options.Path = "/dev/null/register.db").BuildServiceProvider();

        Assert.Throws<UnwritableStorageException>(services.GetRequiredService<RegisterStore>);
    }

    [Fact]
    public void The_defaults_are_the_ones_documented()
    {
        var options = new RegisterStoreOptions();

        Assert.Equal(
            (1024, 256, 4, 1024, 7),
            (options.QueueCapacity, options.BatchMax, options.Readers, options.ReadQueueCapacity, options.AnswersKeptDays));
        Assert.Equal("data/register.db", new SqliteRegisterOptions().Path);
        Assert.True(new RegisterStoreOptionsValidator().Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("QueueCapacity", 0)]
    [InlineData("QueueCapacity", 100_001)]
    [InlineData("BatchMax", 0)]
    [InlineData("BatchMax", 10_001)]
    [InlineData("Readers", 0)]
    [InlineData("Readers", 65)]
    [InlineData("ReadQueueCapacity", 0)]
    [InlineData("ReadQueueCapacity", 100_001)]
    [InlineData("AnswersKeptDays", 6)]
    public void An_option_out_of_its_range_is_refused_by_name(string name, int value)
    {
        using var services = new ServiceCollection()
            .AddRegisterStore(options => options.Path = "/dev/null/register.db")
            .Configure<RegisterStoreOptions>(options => typeof(RegisterStoreOptions).GetProperty(name)!.SetValue(options, value))
            .BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(services.GetRequiredService<RegisterStore>);

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_path_is_refused()
    {
        using var services = new ServiceCollection().AddRegisterStore(options => options.Path = " ").BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<RegisterStore>);
    }
}
