using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

internal static class People
{
    public static UnitId City { get; } = Usccs.Of(10_000_001);

    public static Actor Administrator { get; } = new("person-admin", "系统管理员", Role.Admin, null, null);

    public static Actor Centre { get; } = new("person-centre", "网信中心周敏", Role.Centre, null, null);

    public static Actor Reviewer { get; } = new("person-reviewer", "审核人李强", Role.Reviewer, null, City);

    public static Actor Lead { get; } = new("person-lead", "主管负责人王芳", Role.Lead, null, City);

    /// <summary>Reviews for another authority: what the city's units do is none of this person's business.</summary>
    public static Actor Stranger { get; } = new("person-stranger", "外地审核人", Role.Reviewer, null, Usccs.Of(10_000_999));

    public static Actor Clerk(UnitId unit) => new($"person-clerk-{unit}", "经办人陈静", Role.Clerk, unit, null);

    private static int envelopes;

    public static Envelope Asks(this Actor by, string? key = null, string hash = "00", long? expected = null)
    {
        var number = Interlocked.Increment(ref envelopes);
        return new Envelope(by, key ?? $"key-{number}", hash, expected, $"request-{number}");
    }
}
