using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Units;

/// <summary>单位。</summary>
/// <param name="Name">单位全称。</param>
/// <param name="Type">单位类型。</param>
/// <param name="Authority">上级主管部门的统一社会信用代码。</param>
/// <param name="Address">地址。</param>
/// <param name="UsccOverrideReason">信用代码校验位不符时，主管单位负责人准予登记的理由。</param>
public sealed record UnitBody(
    [property: Text(Limits.NameLength)] string Name,
    UnitType Type,
    UnitId Authority,
    [property: Text(Limits.LineLength)] string Address,
    [property: Text(Limits.NoteLength)] string? UsccOverrideReason = null)
{
    public PutUnit ToCommand() => new(Name, Type, Authority, Address, UsccOverrideReason);
}

/// <summary>例外。</summary>
/// <param name="Kind">放宽什么。</param>
/// <param name="Reason">理由。</param>
/// <param name="ExpiresOn">有效期的最后一天。</param>
public sealed record ExemptionBody(
    ExemptionKind Kind,
    [property: Text(Limits.NoteLength)] string Reason,
    DateOnly ExpiresOn);

/// <summary>代理审核：起止日期均含当天。</summary>
/// <param name="ForPersonId">被代理人。</param>
/// <param name="ForName">被代理人姓名。</param>
/// <param name="PersonId">代理人。</param>
/// <param name="Name">代理人姓名。</param>
/// <param name="From">开始日期。</param>
/// <param name="Until">结束日期。</param>
public sealed record SubstituteBody(
    [property: Text(Limits.PersonIdLength)] string ForPersonId,
    [property: Text(Limits.NameLength)] string ForName,
    [property: Text(Limits.PersonIdLength)] string PersonId,
    [property: Text(Limits.NameLength)] string Name,
    DateOnly From,
    DateOnly Until)
{
    public AppointSubstitute ToCommand() => new(ForPersonId, ForName, PersonId, Name, From, Until);
}
