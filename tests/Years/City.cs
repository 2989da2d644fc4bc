using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Years;

/// <summary>One command of somebody's day, under a key of its own: told again after a crash it changes nothing.</summary>
internal sealed record Act(DateTimeOffset At, Actor By, string Key, string Record, object Command)
{
    /// <summary>The same for every telling.</summary>
    private static readonly string Hash = new('0', 64);

    public Envelope Envelope => new(By, Key, Hash, ExpectedVersion: null, Key);
}

/// <summary>Who lives in the city of the run, and what they do on which day. Pure: by seed and number of sites alone.</summary>
internal static class City
{
    /// <summary>So long ago that three years are over: the store forgets no answer that is younger by the computer's clock than it promises, whatever the registry's says.</summary>
    public static readonly DateOnly FirstDay = new(2023, 9, 1);

    /// <summary>Numbers below are the authorities'.</summary>
    private const int FirstSchool = 1000;

    public static UnitId Bureau { get; } = new(UnitCodes.Of(1));

    public static UnitId Authority { get; } = new(UnitCodes.Of(2));

    public static Actor Administrator { get; } = new("years-admin", "系统管理员", Role.Admin, null, null);

    public static Actor Centre { get; } = new("years-centre", "网信中心周敏", Role.Centre, null, null);

    public static Actor Reviewer { get; } = new("years-reviewer", "审核人李强", Role.Reviewer, null, Authority);

    public static Actor Lead { get; } = new("years-lead", "负责人熊志强", Role.Lead, null, Authority);

    public static Actor SecondLead { get; } = new("years-second-lead", "负责人陈刚", Role.Lead, null, Authority);

    /// <summary>Everything that is to happen, by day; within a day by instant.</summary>
    public static ILookup<DateOnly, Act> Plan(int sites, int days, int seed, RulePack pack)
    {
        var last = FirstDay.AddDays(days - 1);
        var zone = pack.ZonesOf(Authority)[0];
        return Authorities()
            .Concat(Enumerable.Range(FirstSchool, sites).SelectMany(number => new SiteLife(number, seed, last, zone).Acts))
            .ToLookup(act => RegistryCalendar.DateOf(act.At));
    }

    /// <summary>The hash of a document that nobody wrote.</summary>
    public static string Document(string what) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)));

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The bureau looks over the authority: what nobody reacts to there goes to it.</summary>
    private static IEnumerable<Act> Authorities()
    {
        var at = RegistryCalendar.StartOf(FirstDay).AddHours(9);
        yield return new(at, Administrator, "years-bureau", Bureau.GrainKey, new PutUnit("南昌市教育局", UnitType.BureauInstitution, Bureau, "南昌市红谷滩区新府路118号", null));
        yield return new(
            at.AddSeconds(1), Administrator, "years-authority", Authority.GrainKey, new PutUnit("南昌市现代教育技术中心", UnitType.BureauInstitution, Bureau, "南昌市东湖区", null));
    }
}
