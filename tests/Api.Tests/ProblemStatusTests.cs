using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>Which status each of the door's own reasons has; what the regulation refuses is 409.</summary>
public sealed class ProblemStatusTests
{
    [Theory]
    [InlineData("malformed", 400)]
    [InlineData("idempotency-key-missing", 400)]
    [InlineData("precondition-malformed", 400)]
    [InlineData("unauthenticated", 401)]
    [InlineData("role-not-allowed", 403)]
    [InlineData("not-found", 404)]
    [InlineData("method-not-allowed", 405)]
    [InlineData("not-acceptable", 406)]
    [InlineData("request-too-slow", 408)]
    [InlineData("version-stale", 412)]
    [InlineData("body-too-large", 413)]
    [InlineData("unsupported-media-type", 415)]
    [InlineData("idempotency-key-reused", 422)]
    [InlineData("too-many-requests", 429)]
    [InlineData("outcome-unknown", 503)]
    [InlineData("overloaded", 503)]
    [InlineData("not-ready", 503)]
    [InlineData("import-file-unreadable", 400)]
    [InlineData("import-too-large", 413)]
    [InlineData("import-table-mismatch", 400)]
    [InlineData("import-not-checked", 409)]
    [InlineData("import-has-errors", 409)]
    [InlineData("import-over", 409)]
    [InlineData("export-too-large", 409)]
    public void The_doors_reasons_have_a_status_of_their_own(string rule, int status) =>
        Assert.Equal(status, Problems.StatusOf(Enum.GetValues<RuleId>().Single(r => RuleCatalog.NameOf(r) == rule)));

    [Fact]
    public void What_a_clause_refuses_is_409_save_a_number_in_the_path_that_leads_nowhere()
    {
        RuleId[] unknown = [RuleId.RequestUnknown, RuleId.WindowUnknown, RuleId.CaseUnknown, RuleId.SecurityTestUnknown, RuleId.DisclosureUnknown];
        Assert.All(
            Enum.GetValues<RuleId>().Where(r => RuleCatalog.ClauseOf(r) is not null),
            rule => Assert.Equal(unknown.Contains(rule) ? 404 : 409, Problems.StatusOf(rule)));
    }
}
