using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Bench.Peer;

internal static class SiteRowColumns
{
    /// <summary>What lists show is taken over from the state with every command; EF Core writes what differs.</summary>
    public static void Take(this SiteRow row, SiteColumns columns)
    {
        row.Name = columns.Name;
        row.MainHost = columns.MainHost;
        row.Unit = columns.Unit;
        row.UnitName = columns.UnitName;
        row.UnitType = columns.UnitType;
        row.Authority = columns.Authority;
        row.Lineage = columns.Lineage;
        row.Stage = columns.Stage;
        row.Compliance = columns.Compliance;
        row.IcpState = columns.IcpState;
        row.IcpNumber = columns.IcpNumber;
        row.PublicSecurityState = columns.PublicSecurityState;
        row.GradedState = columns.GradedState;
        row.GradedLevel = columns.GradedLevel;
        row.SiteMarkState = columns.SiteMarkState;
        row.SearchText = columns.SearchText;
        row.RegisteredAt = Stored(columns.RegisteredAt);
        row.ClosedAt = columns.ClosedAt is { } closed ? Stored(closed) : null;
        row.NextExpiryOn = columns.NextExpiryOn;
        row.NextDueAt = columns.NextDueAt is { } due ? Stored(due) : null;
    }

    /// <summary>As the database gives it back, to the microsecond: what did not change must not look changed to EF Core.</summary>
    private static DateTimeOffset Stored(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
}
