using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules.Tests.Views;

/// <summary>No member with a person's data is forgotten, wherever it stands: in views, in the ledger, in what is shown as a difference.</summary>
public sealed class PersonalMembersTests
{
    /// <summary>What is nobody's: a new member of the basic information stands here, or is marked as personal.</summary>
    private static readonly string[] Nobodys =
    [
        "SiteProfile.Name", "SiteProfile.NameNote", "SiteProfile.Hosts", "SiteProfile.Purpose", "SiteProfile.Functions", "SiteProfile.Platform", "SiteProfile.OpenedOn",
        "Hosting.Provider", "Hosting.Place", "Hosting.IpAddress", "Hosting.Cdn", "Hosting.OnMainland",
        "Upkeep.LogRetentionMonths", "Upkeep.Backup", "Upkeep.EmergencyPlan", "Upkeep.ConsolidationPlan",
        "Contact.Duty",
    ];

    private static readonly string[] Somebodys = ["Contact.Name", "Contact.Phone", "Contact.Email", "Upkeep.SecrecyReviewer"];

    private static readonly Canaries New = new("canary");

    public static TheoryData<string> EventTypes => [.. Events.Select(type => type.Name)];

    private static IEnumerable<Type> Events => typeof(SiteEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SiteEvent)));

    private static IEnumerable<string> PersonalCanaries => Members(typeof(SiteProfile)).Where(IsPersonal).Select(New.Of);

    [Fact]
    public void Every_member_of_the_basic_information_is_marked_as_personal_or_is_nobodys()
    {
        var members = Members(typeof(SiteProfile)).ToArray();
        Assert.Equal(Nobodys.Order(), members.Where(member => !IsPersonal(member)).Select(Named).Order());
        Assert.Equal(Somebodys.Order(), members.Where(IsPersonal).Select(Named).Order());
        Assert.All(members.Where(IsPersonal), member => Assert.Equal(typeof(string), member.PropertyType));
    }

    /// <summary>What the mask takes for a mark must be one it can read.</summary>
    [Fact]
    public void Nothing_but_a_text_is_marked_as_personal() => Assert.All(
        typeof(SiteProfile).Assembly.GetTypes().SelectMany(type => type.GetProperties()).Where(IsPersonal), member => Assert.Equal(typeof(string), member.PropertyType));

    /// <summary>Also of those events that are yet to come: each is made by its constructor.</summary>
    [Theory]
    [MemberData(nameof(EventTypes))]
    public void No_events_body_shows_a_persons_data_and_all_else_is_as_it_was(string type)
    {
        var @event = (SiteEvent)typeof(Canaries).GetMethod(nameof(Canaries.Make))!.MakeGenericMethod(Events.Single(e => e.Name == type)).Invoke(New, null)!;
        var hashed = Body(StoredFormat.Write(@event));
        var raw = Encoding.UTF8.GetString(hashed);

        var shown = LedgerBodies.For(Relation.Other, hashed);

        var text = Encoding.UTF8.GetString(shown.Utf8);
        Assert.All(PersonalCanaries, canary => Assert.DoesNotContain(canary, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(
            Members(typeof(SiteProfile)).Where(member => !IsPersonal(member)).Select(New.Of),
            canary => Assert.Equal(raw.Contains(canary, StringComparison.OrdinalIgnoreCase), text.Contains(canary, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(PersonalCanaries.Any(canary => raw.Contains(canary, StringComparison.OrdinalIgnoreCase)), shown.IsMasked);
        if (!shown.IsMasked) Assert.Same(hashed, shown.Utf8);
        Assert.Equal(Envelope(hashed), Envelope(shown.Utf8));
    }

    [Fact]
    public void The_events_that_hold_contacts_are_these()
    {
        var holding = Events.Where(type =>
        {
            var @event = (SiteEvent)typeof(Canaries).GetMethod(nameof(Canaries.Make))!.MakeGenericMethod(type).Invoke(New, null)!;
            return LedgerBodies.For(Relation.Other, Body(StoredFormat.Write(@event))).IsMasked;
        });
        Assert.Equal(["ProfileChanged", "RequestResubmitted", "RequestSubmitted", "SiteRegistered"], holding.Select(type => type.Name).Order());
    }

    [Theory]
    [InlineData(Relation.Sponsor)]
    [InlineData(Relation.Auditor)]
    public void The_sponsor_and_the_auditor_read_the_bytes_that_were_hashed(Relation relation)
    {
        var hashed = Body(StoredFormat.Write(New.Make<SiteRegistered>()));
        var shown = LedgerBodies.For(relation, hashed);
        Assert.Equal((hashed, false), (shown.Utf8, shown.IsMasked));
    }

    [Fact]
    public void A_masked_body_does_not_hash_to_what_the_bytes_hash_to()
    {
        var hashed = Body(StoredFormat.Write(New.Make<SiteRegistered>()));
        Assert.NotEqual(SHA256.HashData(hashed), SHA256.HashData(LedgerBodies.For(Relation.Other, hashed).Utf8));
    }

    /// <summary>Read by a gateway older than the silo that wrote it.</summary>
    [Fact]
    public void Of_an_event_that_is_not_known_the_type_alone_is_shown()
    {
        var shown = LedgerBodies.For(Relation.Other, Body(new JsonObject { ["type"] = "ofTomorrow", ["phone"] = "13907910001" }));
        Assert.True(shown.IsMasked);
        Assert.Equal("""{"type":"ofTomorrow"}""", JsonNode.Parse(shown.Utf8)!["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("profile.contacts[0].nickname", "\"小王\"")]
    [InlineData("ofTomorrow.phone", "\"13907910001\"")]
    [InlineData("profile.contacts[0].phone.x", "\"13907910001\"")]
    [InlineData("profile.contacts[0]", "{\"phone\":\"13907910001\"}")]
    [InlineData("profile.contacts[0][1]", "\"13907910001\"")]
    [InlineData("profile.contacts[0].phone", "13907910001")]
    public void A_difference_that_cannot_be_told_is_hidden(string path, string value)
    {
        var @event = New.Make<RequestResubmitted>() with { Differences = [new(path, value, null)] };
        var shown = JsonNode.Parse(LedgerBodies.For(Relation.Other, Body(StoredFormat.Write(@event))).Utf8)!["data"]!["differences"]![0]!;
        Assert.Equal(("\"***\"", null), ((string?)shown["before"], (string?)shown["after"]));
    }

    [Fact]
    public void No_stored_event_shows_a_contact_once_it_is_masked()
    {
        foreach (var line in File.ReadAllLines(Repository.PathTo("tests", "Rules.Tests", "Golden", "site-events.jsonl")))
        {
            var text = Encoding.UTF8.GetString(LedgerBodies.For(Relation.Other, Body(JsonNode.Parse(line)!)).Utf8);
            Assert.All(["0791-86380001", "13907910001", "13907910002", "office@ncedu.cn", "邓华", "李红"], contact => Assert.DoesNotContain(contact, text, StringComparison.Ordinal));
        }
    }

    private static bool IsPersonal(PropertyInfo member) => member.GetCustomAttribute<PersonalAttribute>() is not null;

    private static string Named(PropertyInfo member) => $"{member.DeclaringType!.Name}.{member.Name}";

    /// <summary>The members that hold values, of the type and of all that it is made of.</summary>
    private static IEnumerable<PropertyInfo> Members(Type type)
    {
        foreach (var member in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetMethod!.GetBaseDefinition().DeclaringType == type))
        {
            var inner = member.PropertyType.IsGenericType && member.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                ? member.PropertyType.GetGenericArguments()[0] : member.PropertyType;
            if (inner.Assembly == type.Assembly && inner is { IsClass: true }) foreach (var deeper in Members(inner)) yield return deeper;
            else yield return member;
        }
    }

    /// <summary>As the ledger writes it: an envelope around the event.</summary>
    private static byte[] Body(JsonNode data)
    {
        var body = new JsonObject
        {
            ["kind"] = "site",
            ["seq"] = 3,
            ["actor"] = new JsonObject { ["id"] = "p-wang", ["name"] = "王静" },
            ["data"] = data,
        };
        return Encoding.UTF8.GetBytes(body.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static string Envelope(byte[] body)
    {
        var envelope = JsonNode.Parse(body)!.AsObject();
        envelope.Remove("data");
        return envelope.ToJsonString();
    }
}
