using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Policy;

/// <summary>Each broken field of a pack is named, with what is expected of it.</summary>
public sealed class RulePackFaultTests
{
    public static TheoryData<string, string, string> SingleFaults => new()
    {
        // path to set (the last part is removed when the value is empty), value, path named by the error
        { "version", "7", "version" },
        { "version", "", "version" },
        { "name", "\" \"", "name" },
        { "rules", "{}", "rules" },
        { "rules", "[]", "rules" },
        { "surplus", "1", "surplus" },
        { "rules/0/version", "0", "rules[0].version" },
        { "rules/0/version", "1.5", "rules[0].version" },
        { "rules/0/ruleId", "\"downline-limit\"", "rules[0].ruleId" },
        { "rules/0/ruleId", "\"Downline Limits\"", "rules[0].ruleId" },
        { "rules/0/clause", "\"NC-3.99\"", "rules[0].clause" },
        { "rules/0/clause", "\"3.12\"", "rules[0].clause" },
        { "rules/0/source", "null", "rules[0].source" },
        { "rules/0/effectiveFrom", "\"2024-7-1\"", "rules[0].effectiveFrom" },
        { "rules/0/effectiveFrom", "\"2026-02-30\"", "rules[0].effectiveFrom" },
        { "rules/0/effectiveFrom", "", "rules[0].effectiveFrom" },
        { "rules/0/appliesTo", "[\"schools\"]", "rules[0].appliesTo[0]" },
        { "rules/0/appliesTo", "[\"public\", \"bureau\"]", "rules[0].appliesTo[1]" },
        { "rules/0/appliesTo", "\"all\"", "rules[0].appliesTo" },
        { "rules/0/mark", "\"X\"", "rules[0].mark" },
        { "rules/0/confirm", "\"\"", "rules[0].confirm" },
        { "rules/0/off", "\"no\"", "rules[0].off" },
        { "rules/0/parameters", "[]", "rules[0].parameters" },
        { "rules/0/parameters/timesPerYearMax", "-1", "rules[0].parameters.timesPerYearMax" },
        { "rules/0/parameters/timesPerYearMax", "\"2\"", "rules[0].parameters.timesPerYearMax" },
        { "rules/0/parameters/timesPerYearMax", "99999999999999999999", "rules[0].parameters.timesPerYearMax" },
        { "rules/0/parameters/daysPerYearMax", "367", "rules[0].parameters.daysPerYearMax" },
        { "rules/0/parameters/daysPerYearMax", "", "rules[0].parameters.daysPerYearMax" },
        { "rules/0/parameters/hoursPerYearMax", "9", "rules[0].parameters.hoursPerYearMax" },
        { "launchGate/0/code", "\"unit-good\"", "launchGate[0].code" },
        { "launchGate/0/clauses", "[]", "launchGate[0].clauses" },
        { "launchGate/0/clauses", "[\"NC-0.2\", \"NC-9.99\"]", "launchGate[0].clauses[1]" },
        { "launchGate/0/due", "\"someday\"", "launchGate[0].due" },
        { "launchGate/0/due", "\"afterLaunch\"", "launchGate[0]" },
        { "launchGate/0/dueDays", "30", "launchGate[0].dueDays" },
        { "launchGate/4/validMonths", "-12", "launchGate[4].validMonths" },
        { "launchGate/0/by", "[\"mayor\"]", "launchGate[0].by[0]" },
        { "launchGate/0/zh", "", "launchGate[0].zh" },
        { "clauses/0/id", "\"NC-0.2\"", "clauses[1].id" },
        { "clauses/0/id", "\"clause one\"", "clauses[0].id" },
        { "clauses/0/words", "\"\"", "clauses[0].words" },
        { "clauses/0/kinds", "[\"Z\"]", "clauses[0].kinds[0]" },
        { "returnReasons/0/code", "\"evidence-unclear\"", "returnReasons[1].code" },
        { "returnReasons/0/code", "\"No Code\"", "returnReasons[0].code" },
        { "returnReasons/0/en", "", "returnReasons[0].en" },
        { "domainZones/default", "[]", "domainZones.default" },
        { "domainZones/default", "[\"ncedu.com\"]", "domainZones.default[0]" },
        { "domainZones/default", "[\"NcEdu.cn\"]", "domainZones.default[0]" },
        { "domainZones/default", "[\"ncedu.cn\", \"ncedu.cn\"]", "domainZones.default[1]" },
        { "domainZones/byAuthority/1234", "[\"ncedu.cn\"]", "domainZones.byAuthority.1234" },
        { "sensitivePeriods/0/until", "\"2020-01-01\"", "sensitivePeriods[0].until" },
        { "sensitivePeriods/0/action", "\"forbid\"", "sensitivePeriods[0].action" },
        { "sensitivePeriods/0/authorities", "[\"南昌\"]", "sensitivePeriods[0].authorities[0]" },
        { "schoolVacations/0/until", "\"2020-01-01\"", "schoolVacations[0].until" },
        { "workingCalendar/years", "[2025, 2026, 2027]", "workingCalendar.years" },
        { "workingCalendar/years", "[2025, 2026, 2026]", "workingCalendar.years[2]" },
        { "workingCalendar/exceptions/0/date", "\"2024-01-01\"", "workingCalendar.exceptions[0].date" },
        { "workingCalendar/exceptions/0/isOffDay", "false", "workingCalendar.exceptions[0].isOffDay" },
        { "workingCalendar/exceptions/0/isOffDay", "0", "workingCalendar.exceptions[0].isOffDay" },
        { "workingCalendar/exceptions/2/date", "\"2025-01-01\"", "workingCalendar.exceptions[2].date" },
    };

    [Theory]
    [MemberData(nameof(SingleFaults))]
    public void One_broken_field_is_refused_and_named(string target, string value, string named)
    {
        var errors = ErrorsOf(json => Set(json, target.Split('/'), value));

        Assert.Contains(errors, error => error.Path == named);
        Assert.All(errors, error => Assert.Matches("[\u4e00-\u9fff]", error.Zh));
        Assert.All(errors, error => Assert.Matches("^[^\u4e00-\u9fff]*[a-z]", error.En));
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var errors = ErrorsOf(json =>
        {
            Set(json, ["rules", "0", "parameters", "timesPerYearMax"], "-1");
            Set(json, ["rules", "3", "parameters", "leadWorkingDays"], "true");
            Set(json, ["launchGate", "2", "due"], "\"later\"");
            Set(json, ["workingCalendar", "exceptions", "5", "date"], "\"soon\"");
        });

        Assert.Equal(
            ["rules[0].parameters.timesPerYearMax", "rules[3].parameters.leadWorkingDays", "launchGate[2].due", "workingCalendar.exceptions[5].date"],
            errors.Select(error => error.Path));
    }

    [Fact]
    public void The_error_says_what_is_expected_and_what_was_found()
    {
        var error = Assert.Single(ErrorsOf(json => Set(json, ["rules", "0", "parameters", "timesPerYearMax"], "-1")));

        Assert.Equal("应为0 至 366 的整数，实际为 -1", error.Zh);
        Assert.Equal("expected a whole number from 0 to 366, found -1", error.En);
    }

    [Fact]
    public void A_doubled_member_is_refused()
    {
        var text = Encoding.UTF8.GetString(NanchangPack.Bytes).Replace("\"timesPerYearMax\": 2,", "\"timesPerYearMax\": 2, \"timesPerYearMax\": 3,", StringComparison.Ordinal);
        var error = Assert.Single(Refused(Encoding.UTF8.GetBytes(text)));

        Assert.Equal("rules[0].parameters.timesPerYearMax", error.Path);
    }

    [Fact]
    public void Versions_of_a_rule_that_overlap_are_refused()
    {
        var errors = ErrorsOf(json => json.Rule("cyberlaw-citation")["effectiveTo"] = "2026-01-01");

        Assert.Contains(errors, error => error.Path.EndsWith(".effectiveFrom", StringComparison.Ordinal) && error.En.Contains("cyberlaw-citation@1", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_version_twice_is_refused()
    {
        var errors = ErrorsOf(json =>
        {
            var copy = json.Rule("downline-limits").DeepClone();
            copy["effectiveFrom"] = "2030-01-01";
            json["rules"]!.AsArray().Add(copy);
        });

        Assert.Contains(errors, error => error.Path == "rules[41].version");
    }

    [Fact]
    public void A_gap_between_versions_is_refused()
    {
        var errors = ErrorsOf(json => json.Rule("cyberlaw-citation")["effectiveTo"] = "2025-12-30");

        Assert.Contains(errors, error => error.Path == "rules" && error.En.Contains("cyberlaw-citation", StringComparison.Ordinal) && error.En.Contains("2025-12-31", StringComparison.Ordinal));
    }

    [Fact]
    public void A_needed_rule_that_leaves_a_unit_type_out_is_refused()
    {
        var errors = ErrorsOf(json => json.Rule("downline-limits")["appliesTo"] = new JsonArray("public"));

        Assert.Equal("rules", Assert.Single(errors).Path);
        Assert.Contains(nameof(UnitType.PrivateSchool), errors[0].En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_ends_before_it_begins_is_refused()
    {
        var errors = ErrorsOf(json => json.Rule("log-retention-public")["effectiveTo"] = "2024-06-30");

        Assert.Equal($"{NanchangPack.PathOf("log-retention-public")}.effectiveTo", Assert.Single(errors).Path);
    }

    [Fact]
    public void A_missing_item_of_the_launch_gate_is_refused()
    {
        var errors = ErrorsOf(json => json["launchGate"]!.AsArray().RemoveAt(6));

        Assert.Equal("launchGate", Assert.Single(errors).Path);
        Assert.Contains(GateCodes.SecurityTest, errors[0].En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_doubled_item_of_the_launch_gate_is_refused()
    {
        var errors = ErrorsOf(json => json["launchGate"]!.AsArray().Add(json["launchGate"]![6]!.DeepClone()));

        Assert.Equal("launchGate[18].code", Assert.Single(errors).Path);
    }

    [Fact]
    public void A_clause_that_refusals_cite_must_be_given()
    {
        // No row and no item of the gate cites NC-3.9 beside the security test.
        var errors = ErrorsOf(json =>
        {
            json["launchGate"]![6]!["clauses"] = new JsonArray("NC-3.8");
            json["clauses"]!.AsArray().Remove(json["clauses"]!.AsArray().Single(clause => (string?)clause!["id"] == "NC-3.9"));
        });

        Assert.Equal("clauses", Assert.Single(errors).Path);
        Assert.Contains("NC-3.9", errors[0].En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("returnedReminderAfterDays", 90, "request-clock")]
    [InlineData("reminderFromDay", 90, "approval-lapse")]
    public void A_reminder_must_come_before_what_it_reminds_of(string parameter, int days, string rule)
    {
        var errors = ErrorsOf(json => json.Rule(rule)["parameters"]![parameter] = days);

        Assert.Equal($"{NanchangPack.PathOf(rule)}.parameters.{parameter}", Assert.Single(errors).Path);
    }

    [Theory]
    [InlineData("expiry-reminders", "daysBefore", "[60, 7, 30]")]
    [InlineData("expiry-reminders", "daysBefore", "[60, 60]")]
    [InlineData("downline-alerts", "endAlertDays", "[1, 0]")]
    [InlineData("domain-suffix", "suffixes", "[\"cn\"]")]
    [InlineData("graded-cycle", "assessmentMonths", "{}")]
    [InlineData("graded-cycle", "assessmentMonths", "{\"6\": 1}")]
    [InlineData("graded-cycle", "assessmentMonths", "{\"3\": 0}")]
    [InlineData("locality", "divisionPrefix", "\"江西\"")]
    [InlineData("downline-counting", "days", "\"elapsedCeil\"")]
    [InlineData("site-mark", "gate", "\"asked\"")]
    public void A_parameter_of_the_wrong_shape_is_refused(string rule, string parameter, string value)
    {
        var errors = ErrorsOf(json => json.Rule(rule)["parameters"]![parameter] = JsonNode.Parse(value));

        Assert.StartsWith($"{NanchangPack.PathOf(rule)}.parameters.{parameter}", Assert.Single(errors).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"version\": \"\\ud800\"}")]
    [InlineData("// comment\n{}")]
    public void What_is_no_pack_at_all_is_refused(string text) => Assert.NotEmpty(Refused(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_file_of_absurd_size_or_depth_is_refused()
    {
        Assert.Equal("$", Assert.Single(Refused(new byte[2_000_000])).Path);
        Assert.Equal("$", Assert.Single(Refused(Encoding.UTF8.GetBytes(new string('[', 100_000)))).Path);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm() =>
        Assert.Equal(NanchangPack.Pack.Version, RulePack.Load([0xEF, 0xBB, 0xBF, .. NanchangPack.Bytes]).Version);

    [Fact]
    public void Every_parameter_of_the_pack_changes_what_is_in_force()
    {
        var unread = new List<string>();
        foreach (var (rule, index) in JsonNode.Parse(NanchangPack.Bytes)!["rules"]!.AsArray().Select((rule, index) => (rule!.AsObject(), index)))
        {
            foreach (var (name, value) in rule["parameters"]!.AsObject())
            {
                // Decisions of which this program knows one alternative cannot be changed.
                if ((string?)rule["ruleId"] == "downline-counting" && name != "unauthorisedCharged") continue;
                var on = RulePack.Load(NanchangPack.With(json => json["rules"]![index]!.AsObject().Remove("off")));
                var changed = RulePack.Load(NanchangPack.With(json =>
                {
                    json["rules"]![index]!["parameters"]![name] = Other(name, value!);
                    json["rules"]![index]!.AsObject().Remove("off");
                }));
                var date = DateOnly.ParseExact((string?)rule["effectiveTo"] ?? "2026-03-02", "yyyy-MM-dd", CultureInfo.InvariantCulture);
                if (Enum.GetValues<UnitType>().All(type => Shown(changed.At(date, type)) == Shown(on.At(date, type))))
                    unread.Add($"{rule["ruleId"]}.{name}");
            }
        }

        Assert.Empty(unread);
    }

    private static JsonNode Other(string name, JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => name.EndsWith("Max", StringComparison.Ordinal) && (int)value > 1 ? (int)value - 1 : (int)value + 1,
        System.Text.Json.JsonValueKind.True => false,
        System.Text.Json.JsonValueKind.False => true,
        System.Text.Json.JsonValueKind.Array when value[0]!.GetValueKind() == System.Text.Json.JsonValueKind.Number => new JsonArray((int)value[0]!),
        System.Text.Json.JsonValueKind.Array => new JsonArray(".cn"),
        System.Text.Json.JsonValueKind.Object => new JsonObject { ["3"] = 11 },
        _ => name switch
        {
            "sensitivePeriods" => "block",
            "gate" => "granted",
            "dueOn" => "2025-12-31",
            "provinceCharacter" => "闽",
            "divisionPrefix" => "35",
            _ => throw new InvalidOperationException($"no other value is known for {name}"),
        },
    };

    private static string Shown(RegistryPolicy policy) =>
        string.Join('\n', typeof(RegistryPolicy).GetProperties()
            .Where(property => property.Name is not (nameof(RegistryPolicy.Rows) or nameof(RegistryPolicy.PackVersion)))
            .Select(property => $"{property.Name}: {Text(property.GetValue(policy))}"));

    private static string Text(object? value) =>
        value is System.Collections.IEnumerable items and not string ? string.Join(',', items.Cast<object?>()) : $"{value}";

    private static IReadOnlyList<RulePackError> ErrorsOf(Action<JsonObject> change) => Refused(NanchangPack.With(change));

    private static IReadOnlyList<RulePackError> Refused(byte[] pack)
    {
        var invalid = Assert.Throws<RulePackInvalidException>(() => RulePack.Load(pack));
        Assert.All(invalid.Errors, error => Assert.Contains(error.Path, invalid.Message, StringComparison.Ordinal));
        return invalid.Errors;
    }

    private static void Set(JsonObject pack, string[] path, string value)
    {
        JsonNode node = pack;
        foreach (var part in path[..^1]) node = node is JsonArray array ? array[int.Parse(part, CultureInfo.InvariantCulture)]! : node[part]!;
        if (value.Length == 0) node.AsObject().Remove(path[^1]);
        else if (node is JsonArray list) list[int.Parse(path[^1], CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else node[path[^1]] = JsonNode.Parse(value);
    }
}
