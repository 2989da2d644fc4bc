using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Sites;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Http;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[1, 2.5, true, null, \"文字\\n\\t\"]")]
    [InlineData("{\"a\": {\"a\": {\"a\": \"\\ud83d\\ude00 😀\"}}}")]
    public void Plain_json_passes(string text) => Assert.Null(StrictJson.Find(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("{\"a\": 1, \"a\": 2}", "a", "duplicate-member")]
    [InlineData("{\"a\": 1, \"\\u0061\": 2}", "a", "duplicate-member")]
    [InlineData("{\"x\": {\"list\": [0, {\"b\": 1, \"b\": 1}]}}", "x.list[1].b", "duplicate-member")]
    [InlineData("{\"x\": [\"ok\", \"\\ud800\"]}", "x[1]", "text")]
    [InlineData("{\"x\": \"a\\u0000\"}", "x", "text")]
    [InlineData("{\"x\": \"\\u001b\"}", "x", "text")]
    [InlineData("{\"x\": \"\\u009f\"}", "x", "text")]
    [InlineData("{\"x\": 01}", "x", "json")]
    [InlineData("{\"x\": 1,}", "x", "json")]
    [InlineData("{} {}", "body", "json")]
    [InlineData("", "body", "json")]
    [InlineData("/* no */ {}", "body", "json")]
    public void What_is_not_plain_is_found_and_named(string text, string field, string code)
    {
        var fault = StrictJson.Find(Encoding.UTF8.GetBytes(text));
        Assert.NotNull(fault);
        Assert.Equal((field, code), (fault.Field, fault.Code));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_found()
    {
        byte[] text = [.. "{\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.Equal("x", StrictJson.Find(text)?.Field);
    }

    [Fact]
    public void Nesting_ends_at_its_bound()
    {
        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
        Assert.Null(StrictJson.Find(Nested(Limits.JsonDepth)));
        Assert.Equal("json", StrictJson.Find(Nested(Limits.JsonDepth + 1))?.Code);
    }

    [Theory]
    [InlineData("{\"until\": \"2026-08-07\"}", "reason", "missing")]
    [InlineData("{\"until\": \"2026-02-30\", \"reason\": \"r\"}", "until", "date")]
    [InlineData("{\"until\": \"2026-8-7\", \"reason\": \"r\"}", "until", "date")]
    [InlineData("{\"until\": 20260807, \"reason\": \"r\"}", "until", "date")]
    [InlineData("{\"until\": \"2026-08-07\", \"reason\": \" \"}", "reason", "blank")]
    [InlineData("{\"until\": \"2026-08-07\", \"reason\": \"\"}", "reason", "length")]
    [InlineData("{\"until\": \"2026-08-07\", \"reason\": null}", "reason", "null")]
    [InlineData("{\"until\": \"2026-08-07\", \"reason\": \"r\", \"Reason\": \"r\"}", "Reason", "unknown-member")]
    [InlineData("[]", "body", "wrong-type")]
    public void A_member_that_does_not_fit_is_named(string text, string field, string code)
    {
        using var document = JsonDocument.Parse(text);
        var fault = Assert.Single(BodyShape.Find(document.RootElement, typeof(ExtensionRequestBody)));
        Assert.Equal((field, code), (fault.Field, fault.Code));
    }

    [Theory]
    [InlineData("{\"at\": \"2026-03-02T10:00:00+08:00\"}", true)]
    [InlineData("{\"at\": \"2026-03-02T10:00:00.5Z\"}", true)]
    [InlineData("{\"at\": null}", true)]
    [InlineData("{}", true)]
    [InlineData("{\"at\": \"2026-03-02T10:00:00\"}", false)]
    [InlineData("{\"at\": \"2026-03-02 10:00:00Z\"}", false)]
    [InlineData("{\"at\": \"2026-03-02T10:00:00+08\"}", false)]
    [InlineData("{\"at\": \"2026-03-02T24:00:00Z\"}", false)]
    [InlineData("{\"at\": \"0001-01-01T00:00:00+14:00\"}", false)]
    [InlineData("{\"at\": \"9999-12-31T23:59:59-14:00\"}", false)]
    public void An_instant_has_its_offset(string text, bool fits)
    {
        using var document = JsonDocument.Parse(text);
        Assert.Equal(fits, BodyShape.Find(document.RootElement, typeof(FactBody)).Count == 0);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        using var document = JsonDocument.Parse("{\"duty\": \"Office\", \"name\": 1, \"fax\": \"\"}");
        Assert.Equal(
            ["duty", "fax", "name", "phone"], BodyShape.Find(document.RootElement, typeof(ContactBody)).Select(fault => fault.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_text_number_and_list_of_every_body_has_its_bound()
    {
        var bodies = typeof(ProfileBody).Assembly.GetTypes().Where(type => type.Name.EndsWith("Body", StringComparison.Ordinal) && !type.IsInterface).ToArray();
        Assert.True(bodies.Length > 30, "the bodies were not found");
        foreach (var member in bodies.SelectMany(body => Json.Options.GetTypeInfo(body).Properties))
        {
            var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
            if (type.IsArray) Assert.True(Has<ItemsAttribute>(member), $"{member.DeclaringType.Name}.{member.Name} has no bound on its items");
            if (type == typeof(string) || type == typeof(string[]))
                Assert.True(Has<StringLengthAttribute>(member), $"{member.DeclaringType.Name}.{member.Name} has no bound on its length");
            if (type == typeof(int)) Assert.True(Has<RangeAttribute>(member), $"{member.DeclaringType.Name}.{member.Name} has no range");
        }
    }

    [Fact]
    public void A_figure_never_takes_the_place_of_a_member_of_the_problem()
    {
        var problem = Problems.Of(new Refusal(RuleId.SiteDown, "NC-3.12", "words", [Figure.Of("status", 7), Figure.Of("used", 2)], [])).In(TextLanguage.Chinese);
        var json = JsonSerializer.SerializeToElement(problem, Json.Options);
        Assert.Equal(409, json.GetProperty("status").GetInt32());
        Assert.Equal(7, json.GetProperty("statusFigure").GetInt32());
        Assert.Equal(2, json.GetProperty("used").GetInt32());
    }

    private static bool Has<T>(JsonPropertyInfo member) where T : Attribute =>
        member.AttributeProvider!.GetCustomAttributes(typeof(T), inherit: true).Length > 0;
}
