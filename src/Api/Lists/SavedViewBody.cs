using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Primitives;
using NanchangEdu.Registry.Api.Deadlines;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>常用列表: which list, and with which of its parameters.</summary>
/// <param name="List">Which list it is a view of.</param>
/// <param name="Label">What it is called on a screen.</param>
/// <param name="Query">Parameters of that list, each as it stands in the query string; without `cursor`.</param>
public sealed record SavedViewBody(
    SavedList List,
    [property: Text(Limits.NameLength)] string Label,
    [property: Items(0, Limits.SavedParameters), StringLength(Limits.CursorLength)] IReadOnlyDictionary<string, string> Query) : ICrossChecked
{
    /// <summary>The list itself reads them, so that no view is saved which it would refuse.</summary>
    public Fault? Find()
    {
        var fault = Query.ContainsKey(Paging.CursorName)
            ? new Fault(Paging.CursorName, "no-cursor", "保存的列表从第一页开始，不含游标", "does not belong to a view: it begins at the first page")
            : List switch
            {
                SavedList.Sites => FaultOf<SiteListQuery>(),
                SavedList.Requests => FaultOf<RequestListQuery>(),
                SavedList.Units => FaultOf<UnitListQuery>(),
                SavedList.Deadlines => FaultOf<DeadlineListQuery>(),
                SavedList.Reminders => FaultOf<ReminderListQuery>(),
            };
        return fault is null ? null : fault with { Field = $"query.{fault.Field}" };
    }

    public SavedView ToView(string name) =>
        new(name, List, Label, [.. Query.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new SavedParameter(one.Key, one.Value))]);

    private Fault? FaultOf<T>()
        where T : class, IQuestion<T>
    {
        var reader = new QueryReader(new QueryCollection(Query.ToDictionary(one => one.Key, one => new StringValues(one.Value))), T.Parameters);
        T.Read(reader);
        return reader.Faults is [var first, ..] ? first : null;
    }
}
