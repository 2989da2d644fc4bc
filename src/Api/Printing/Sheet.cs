using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Printing;

/// <summary>What printed pages say of values, in Chinese; dates and times are those of the city.</summary>
internal static class Sheet
{
    public const string Nothing = "—";

    /// <summary>China keeps one time all year.</summary>
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private const int HashShown = 12;

    public static string Day(DateOnly? date) => date is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Nothing;

    public static string Days(DateOnly from, DateOnly until) => $"{Day(from)} 至 {Day(until)}";

    /// <summary>To the minute.</summary>
    public static string Time(DateTimeOffset? at) =>
        at is { } instant ? instant.ToOffset(Shanghai).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : Nothing;

    public static string Text(string? text) => string.IsNullOrWhiteSpace(text) ? Nothing : text;

    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => RuleCatalog.WordOf(value, TextLanguage.Chinese);

    /// <summary>For what the wire has as a text: <c>windowState</c>, <c>gateState</c>, <c>role</c>, <c>who</c>, <c>cause</c>, <c>case</c>.</summary>
    public static string Word(string figure, string text) => RuleCatalog.WordOf(figure, text, TextLanguage.Chinese);

    public static string By(Person? person) => person is null ? Nothing : $"{person.Name}（{Word(person.Role)}）";

    public static string Verified(Verification? verification) => verification is null ? "未核验"
        : $"{Word(verification.Result)}，{verification.Name}，{Time(verification.At)}{Remark(verification.Note)}";

    public static string Hash(string hash) => hash.Length > HashShown ? hash[..HashShown] : hash;

    public static string Number(double? number) => number is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) : Nothing;

    public static string Hosting(Contracts.Hosting hosting) =>
        $"{hosting.Provider}，{hosting.Place}，{hosting.IpAddress}{(hosting.OnMainland ? "（境内）" : "（境外）")}";

    /// <summary>What a request asks for; of basic information nothing, for contacts are in it.</summary>
    public static string Content(RequestContent content) => content switch
    {
        { Downline: { } terms } => $"{Days(terms.From, terms.Until)}，{Word(terms.ReasonCode)}：{terms.Reason}{(terms.UrgentReason is { } urgent ? $"（紧急：{urgent}）" : "")}",
        { Extension: { } terms } => $"时段 {terms.Window} 延至 {Day(terms.Until)}：{terms.Reason}",
        { Closure: { } terms } => $"{Word(terms.Mode)}：{terms.Reason}",
        { Transfer: { } terms } => $"移交至{terms.ReceiverName}：{terms.Reason}",
        { Restore: { } terms } => $"时段 {terms.Window}：{terms.Note}",
        { Profile: not null } => "网站基本信息",
        _ => Nothing,
    };

    public static string Reasons(IEnumerable<ReturnReason> reasons) => string.Join('；', reasons.Select(reason => reason.Note));

    public static string Remark(string? note) => string.IsNullOrWhiteSpace(note) ? "" : $"，{note}";
}
