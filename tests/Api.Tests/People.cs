using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>Somebody of every role. Units and authority are those of the synthetic codes of the formats.</summary>
internal static class People
{
    public static readonly UnitId School = new("123601004910123472");
    public static readonly UnitId OtherSchool = new("123601004900001920");
    public static readonly UnitId Authority = new("11360100014501236X");

    public static Actor Of(Role role) => role switch
    {
        Role.Clerk or Role.Head => new Actor($"{role}-1", "张三", role, School, null),
        Role.Reviewer or Role.Lead => new Actor($"{role}-1", "李四", role, Authority, Authority),
        _ => new Actor($"{role}-1", "王五", role, null, null),
    };

    public static IEnumerable<Role> Roles => Enum.GetValues<Role>().Where(role => role != Role.System);
}
