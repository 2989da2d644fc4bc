using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>
/// 单位, one a row: registered when its code is new, changed when it is known. A code that fails its check digit is registered one by one, by
/// the authority's lead with a reason.
/// </summary>
public sealed class UnitsTable() : Table("units", "单位", [.. All])
{
    private static readonly ImmutableArray<Column<UnitView, PutUnit>> All =
    [
        new("uscc", "统一社会信用代码", ColumnKind.Unit, unit => unit.Id.Uscc) { IsKey = true, Example = "12360100491012347A" },
        new("name", "单位名称", ColumnKind.Text, unit => unit.Name, (put, cell) => put with { Name = cell })
        {
            IsRequired = true, Max = 100, Example = "南昌市第一中学",
        },
        new(
            "type", "单位类型", ColumnKind.Choice, unit => Choice.UnitTypes.Zh(unit.Type),
            (put, cell) => put with { Type = Choice.UnitTypes.Of(cell) })
        {
            IsRequired = true, Choices = Choice.UnitTypes.Choices, Example = "局属学校",
        },
        new(
            "authority", "主管单位代码", ColumnKind.Unit, unit => unit.Authority.Uscc,
            (put, cell) => put with { Authority = new UnitId(cell) })
        {
            IsRequired = true, Example = "11360100014501236X",
        },
        new("address", "地址", ColumnKind.Text, unit => unit.Address, (put, cell) => put with { Address = cell })
        {
            IsRequired = true, Max = 200, Example = "南昌市东湖区民德路329号",
        },
    ];

    /// <summary>The unit's row, in the order of the columns.</summary>
    public static ImmutableArray<string> Cells(UnitView unit) => [.. All.Select(column => column.Cell(unit))];

    /// <param name="row">The row.</param>
    /// <param name="unit">The unit as whoever imports sees it; null when it is not registered, or not theirs to see.</param>
    public RowPlan Plan(ImportRow row, UnitView? unit)
    {
        var draft = unit is null
            ? new PutUnit("", UnitType.Bureau, default, "", null)
            : new PutUnit(unit.Name, unit.Type, unit.Authority, unit.Address, null);
        var compared = Compare(row, All, unit, draft);
        return compared.Faults.IsEmpty && !compared.Changes.IsEmpty
            ? new RowPlan(compared.Changes, [new RowStep("unit", null, compared.Draft, compared.Changes)], [])
            : new RowPlan(compared.Changes, [], compared.Faults);
    }
}
