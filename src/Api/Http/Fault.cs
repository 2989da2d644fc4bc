namespace NanchangEdu.Registry.Api.Http;

/// <summary>What is malformed in a request and where, so that the caller can mend it without guessing.</summary>
/// <param name="Field">Path of the member (<c>hosting.place</c>, <c>contacts[2].phone</c>), name of the header or of the query parameter.</param>
/// <param name="Code">What kind of fault, kebab-case.</param>
public sealed record Fault(string Field, string Code, string Zh, string En)
{
    public static Fault Missing(string field) => new(field, "missing", "缺少此项", "is missing");

    public static Fault Unknown(string field) => new(field, "unknown-member", "没有这一项", "is not a member of this request");

    public static Fault Duplicate(string field) => new(field, "duplicate-member", "此项重复出现", "appears more than once");

    public static Fault Null(string field) => new(field, "null", "不能为空值", "must not be null");

    public static Fault Kind(string field, string zh, string en) => new(field, "wrong-type", $"应为{zh}", $"must be {en}");

    public static Fault Choice(string field, IEnumerable<string> choices)
    {
        var list = string.Join(", ", choices);
        return new Fault(field, "not-a-choice", $"只能是：{list}", $"must be one of: {list}");
    }

    public static Fault Length(string field, int min, int max) => new(
        field, "length", $"长度应为 {min} 到 {max} 个字符", $"must have {min} to {max} characters");

    public static Fault Blank(string field) => new(field, "blank", "不能只有空白", "must not be blank");

    public static Fault Count(string field, int min, int max) => new(
        field, "count", $"应有 {min} 到 {max} 项", $"must have {min} to {max} items");

    public static Fault Range(string field, long min, long max) => new(
        field, "range", $"应在 {min} 到 {max} 之间", $"must be from {min} to {max}");

    public static Fault Date(string field) => new(
        field, "date",
        $"应为 yyyy-MM-dd 的日期（{Limits.YearMin} 至 {Limits.YearMax} 年）",
        $"must be a date, yyyy-MM-dd, in the years {Limits.YearMin} to {Limits.YearMax}");

    public static Fault Month(string field) => new(
        field, "month",
        $"应为 yyyy-MM 的月份（{Limits.YearMin} 至 {Limits.YearMax} 年）",
        $"must be a month, yyyy-MM, in the years {Limits.YearMin} to {Limits.YearMax}");

    public static Fault Instant(string field) => new(
        field, "instant",
        $"应为带时区的时刻，例如 2026-03-02T10:00:00+08:00（{Limits.YearMin} 至 {Limits.YearMax} 年）",
        $"must be an instant with its offset, such as 2026-03-02T10:00:00+08:00, in the years {Limits.YearMin} to {Limits.YearMax}");

    public static Fault Future(string field) => new(field, "in-future", "不能晚于现在", "must not lie in the future");

    public static Fault Text(string field) => new(
        field, "text", "含有不允许的字符（控制字符或不完整的 Unicode）", "holds characters that are not allowed: control characters or broken Unicode");
}
