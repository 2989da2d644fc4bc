using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.SignIn;

/// <summary>The roles in the words of the regulation.</summary>
internal static class RoleWords
{
    public static string Of(Role role) => role switch
    {
        Role.Clerk => "学校经办人",
        Role.Head => "单位负责人（第一责任人）",
        Role.Reviewer => "主管单位审核人",
        Role.Lead => "主管单位负责人",
        Role.Centre => "网信中心",
        Role.Ops => "运维",
        Role.Auditor => "审计",
        Role.Admin => "系统管理员",
        Role.System => "系统",
    };
}
