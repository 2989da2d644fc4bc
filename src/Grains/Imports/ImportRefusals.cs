using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>An import's own reasons for a no. They cite no clause: what the regulation says to a row, the row's record says.</summary>
internal static class ImportRefusals
{
    /// <summary>Null for a role that may import; whether a row may be changed is asked of its record.</summary>
    public static Refusal? OfRole(Actor by) => Permissions.Imports(by.Role) ? null : Of(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(by.Role)));

    public static Refusal Of(RuleId rule, params ReadOnlySpan<Figure> figures) => new(rule, null, null, [.. figures], []);
}
