using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>NC-2.3 «各单位的主要负责人为网站的第一责任人»: the head's yearly statement.</summary>
internal static class Responsibility
{
    public static Decision<SiteEvent> Confirm(Site site, ConfirmResponsibility command, SiteContext context) =>
        new ResponsibilityConfirmed(context.Now, command.Statement, context.Person);
}
