using System.Text;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Silo.Operations;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>Saved views outlive their grain, know the latest keys again, and are nobody else's.</summary>
public sealed class SavedViewsTests
{
    [Fact]
    public async Task They_are_there_after_the_grain_was_gone_and_so_is_the_answer_to_a_key()
    {
        await using var registry = await RegistryCluster.Start();
        var (views, envelope) = (Of(registry, People.Lead), People.Lead.Asks());
        var first = await views.Put(View("mine", "live"), envelope, default);
        await registry.Deactivate(views);

        var again = await views.Put(View("mine", "live"), envelope, default);
        var otherwise = await views.Put(View("mine", "draft"), envelope with { RequestHash = "01" }, default);

        Assert.Equal((OutcomeKind.Done, 1L), (first.Kind, first.Version));
        Assert.Equal((first.Kind, first.Version, Encoding.UTF8.GetString(first.Body)), (again.Kind, again.Version, Encoding.UTF8.GetString(again.Body)));
        Assert.Equal(OutcomeKind.KeyReused, otherwise.Kind);
        Assert.Equal(
            """{"items":[{"name":"mine","list":"sites","label":"在线","query":{"stage":"live"}}]}""",
            Encoding.UTF8.GetString((await views.List(People.Lead, default)).Body));
    }

    [Fact]
    public async Task A_command_that_changes_nothing_else_makes_a_version_and_a_stale_one_none()
    {
        await using var registry = await RegistryCluster.Start();
        var views = Of(registry, People.Lead);

        Assert.Equal(1, (await views.Put(View("mine", "live"), People.Lead.Asks(expected: 0), default)).Version);
        Assert.Equal(2, (await views.Remove("mine", People.Lead.Asks(expected: 1), default)).Version);
        var stale = await views.Put(View("mine", "live"), People.Lead.Asks(expected: 1), default);

        Assert.Equal((OutcomeKind.Stale, 2L), (stale.Kind, stale.Version));
        Assert.StartsWith("\"2-", (await views.List(People.Lead, default)).ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_bounded_and_so_are_the_keys_that_are_known_again()
    {
        await using var registry = await RegistryCluster.Start();
        var views = Of(registry, People.Lead);
        var oldest = People.Lead.Asks();
        await views.Put(View("mine", "live"), oldest, default);
        for (var i = 0; i < SavedViewsGrain.AnswersMax; i++) await views.Put(View($"view-{i % (SavedViewsGrain.ViewsMax - 1)}", "live"), People.Lead.Asks(), default);

        var refused = await views.Put(View("one-more", "live"), People.Lead.Asks(), default);
        var forgotten = await views.Put(View("mine", "live"), oldest, default);

        Assert.Equal((OutcomeKind.Refused, RuleId.SavedViewsTooMany), (refused.Kind, refused.Refusal!.Rule));
        Assert.Equal((OutcomeKind.Done, SavedViewsGrain.AnswersMax + 2L), (forgotten.Kind, forgotten.Version));
    }

    [Fact]
    public async Task Whoever_else_asks_meets_nothing()
    {
        await using var registry = await RegistryCluster.Start();
        var views = Of(registry, People.Lead);
        await views.Put(View("mine", "live"), People.Lead.Asks(), default);

        foreach (var other in new[] { People.Reviewer, People.Administrator, Actor.System with { PersonId = People.Lead.PersonId } })
        {
            Assert.Equal(ReadKind.NotFound, (await views.List(other, default)).Kind);
            Assert.Equal(OutcomeKind.NotFound, (await views.Put(View("mine", "draft"), other.Asks(), default)).Kind);
            Assert.Equal(OutcomeKind.NotFound, (await views.Remove("mine", other.Asks(), default)).Kind);
        }

        Assert.Contains("live", Encoding.UTF8.GetString((await views.List(People.Lead, default)).Body), StringComparison.Ordinal);
    }

    /// <summary>Stored by every program before this one: a changed name would lose what people have saved.</summary>
    [Fact]
    public void Their_stored_form_has_names_of_ours()
    {
        var book = new SavedViewBook
        {
            Version = 1,
            Views = [View("mine", "live")],
            Answers = [new SavedViewAnswer("key-1", "00", new SavedViewReceipt("mine", IsSaved: true), 1)],
        };
        const string form =
            """{"schema":1,"state":{"version":1,"views":[{"name":"mine","list":1,"label":"\u5728\u7EBF","query":[{"name":"stage","value":"live"}]}],"answers":[{"key":"key-1","requestHash":"00","receipt":{"name":"mine","isSaved":true},"version":1}]}}""";

        var serializer = new OperationalStateSerializer();
        Assert.Equal(form, serializer.Serialize(book).ToString());
        Assert.Equal(form, serializer.Serialize(serializer.Deserialize<SavedViewBook>(new BinaryData(form))).ToString());
    }

    private static ISavedViewsGrain Of(RegistryCluster registry, Actor person) =>
        registry.Grain<ISavedViewsGrain>(new AccountId(person.PersonId).ViewsKey);

    private static SavedView View(string name, string stage) => new(name, SavedList.Sites, "在线", [new SavedParameter("stage", stage)]);
}
