using System.Globalization;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo.Operations;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>
/// <c>policy preview</c> says what another rule pack would make of every deadline; <c>calendar preview</c> and <c>calendar import</c> the same of a
/// year's working days, and put them into the rule pack.
/// </summary>
internal static class PolicyVerb
{
    private const string Usage = "policy preview FILE | calendar preview|import FILE [--policy FILE] [--version TEXT]";

    private static readonly string[] Options = ["policy", "version"];

    public static async Task<int> Run(string verb, PolicyOperations policy, string[] arguments, CancellationToken cancellationToken)
    {
        switch (verb, arguments)
        {
            case (Verb.Policy, ["preview", var file]):
                await Tell(await policy.Preview(PolicyOperations.Read(file), cancellationToken));
                return 0;

            case (Verb.Calendar, ["preview" or "import", var file, .. var pairs]):
                var given = VerbArguments.Read(pairs, Options, Wrong);
                var path = given.GetValueOrDefault("policy") ?? policy.PolicyFile;
                var imported = PolicyOperations.WithCalendar(path, file, given.GetValueOrDefault("version"));
                await Tell(imported);
                if (arguments[0] == "preview") await Tell(await policy.Preview(imported.Pack, cancellationToken));
                else await Put(path, imported, cancellationToken);
                return 0;

            default:
                throw Wrong("用法不对", "that is not how it is used");
        }
    }

    private static async Task Put(string path, CalendarImported imported, CancellationToken cancellationToken)
    {
        try
        {
            await PolicyOperations.Replace(path, imported.Pack, cancellationToken);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"规则包 {path} 无法写入（{trouble.Message}）", $"the rule pack {path} cannot be written ({trouble.Message})");
        }

        await Console.Out.WriteLineAsync(
            $"{imported.Year} 年工作日历已写入 {path}，规则包版本 {imported.Version}；重新启动后生效，期限随后重算。"
            + $" [The calendar of {imported.Year} is in {path}, version {imported.Version}: in force after a restart, deadlines are then made anew.]");
    }

    private static async Task Tell(CalendarImported imported)
    {
        foreach (var change in imported.Changes)
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{change.Date:yyyy-MM-dd}  {Words(change.Before)} → {Words(change.After)}"));
        await Console.Out.WriteLineAsync(
            $"{imported.Year} 年：{imported.Changes.Length} 个日期有变。 [{imported.Year}: {imported.Changes.Length} dates change.]");
    }

    private static async Task Tell(PolicyPreview preview)
    {
        foreach (var shift in preview.First)
            await Console.Out.WriteLineAsync($"{shift.Site} {shift.SiteName}  {NameOf(shift)}  {Text(shift.Before)} → {Text(shift.After)}");
        var (more, all) = (preview.Moved + preview.Added + preview.Gone - preview.First.Length, preview.Moved + preview.Added + preview.Gone);
        if (more > 0) await Console.Out.WriteLineAsync($"…… 另有 {more} 项 [{more} more]");
        await Console.Out.WriteLineAsync(
            $"查看 {preview.Sites} 个网站，{all} 项期限有变：改期 {preview.Moved}，新增 {preview.Added}，取消 {preview.Gone}。"
            + $" [{preview.Sites} sites, {all} deadlines change: {preview.Moved} move, {preview.Added} are new, {preview.Gone} go. Nothing was written.]");
    }

    private static string Words(CalendarException? day) => day is null ? "平日" : $"{day.Name}（{(day.IsOffDay ? "放假" : "上班")}）";

    private static string NameOf(DeadlineShift shift) =>
        shift.Number == 0 ? shift.Kind : string.Create(CultureInfo.InvariantCulture, $"{shift.Kind}/{shift.Number}");

    private static string Text(DateOnly? date) => date is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "无";

    private static RegistrySettingException Wrong(string chinese, string english) =>
        new(Verb.Policy, $"{chinese}。用法：{Usage}", $"{english}. Usage: {Usage}");
}
