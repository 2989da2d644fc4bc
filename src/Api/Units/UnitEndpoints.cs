using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Units;

/// <summary>Units, exemptions and substitutes.</summary>
internal static class UnitEndpoints
{
    public static void MapUnits(this RouteGroupBuilder api)
    {
        var unit = api.MapGroup("/units/{uscc:unit}");
        unit.MapPut("", (UnitId uscc, Asked<UnitBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(uscc, asked, asked.Body.ToCommand(), ct))
            .Command("putUnit", Policies.UnitsName, Tags.Units, creates: true,
                "Register or change a unit", "201 when it is new, 200 when it was known. A code that fails its check digit is refused unless the authority's lead says why it is right.");
        unit.MapGet("", (UnitId uscc, Caller caller, Desk desk, CancellationToken ct) => desk.Read(uscc, caller, ct))
            .Query("readUnit", Policies.ReadRecordsName, Tags.Units, typeof(UnitView),
                "Read a unit", "With its exemptions and substitutes.");
        unit.MapPost("/exemptions", (UnitId uscc, Asked<ExemptionBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(uscc, asked, new GrantExemption(asked.Body.Kind, asked.Body.Reason, asked.Body.ExpiresOn), ct))
            .Command("grantExemption", Policies.LeadName, Tags.Units, creates: true,
                "Grant an exemption", "A second site and the like: with a reason and an end (NC-3.1).");
        unit.MapPost("/substitutes", (UnitId uscc, Asked<SubstituteBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(uscc, asked, asked.Body.ToCommand(), ct))
            .Command("appointSubstitute", Policies.ReviewName, Tags.Units, creates: true,
                "Appoint a substitute reviewer",
                "Among the people of this authority, for a range of dates: by a reviewer for the own person, by the lead for anybody. Both names stand in the ledger.");
    }
}
