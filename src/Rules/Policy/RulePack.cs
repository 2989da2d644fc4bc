using System.Collections.Frozen;
using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// The rule pack: rows versioned by effective date, the words of the clauses, zones and calendars. Immutable; read and checked once by
/// <see cref="Load"/>.
/// </summary>
public sealed class RulePack
{
    // The policies of a unit type, one from each date on which any row begins or has ended.
    private readonly FrozenDictionary<UnitType, ImmutableArray<RegistryPolicy>> policies;
    private readonly FrozenDictionary<string, ClauseWords> clauses;
    private readonly ImmutableArray<string> defaultZones;
    private readonly FrozenDictionary<UnitId, ImmutableArray<string>> zones;

    internal RulePack(PackContent content)
    {
        Version = content.Version;
        Sha256 = content.Sha256;
        Json = content.Json;
        Rows = [.. content.Rows.Select(bound => bound.Row)];
        Clauses = [.. content.Clauses];
        ReturnReasons = [.. content.ReturnReasons];
        clauses = content.Clauses.ToFrozenDictionary(clause => clause.Id, StringComparer.Ordinal);
        defaultZones = content.DefaultZones;
        zones = content.Zones.ToFrozenDictionary();
        policies = Enum.GetValues<UnitType>().ToFrozenDictionary(type => type, type => Policies(content, type));
    }

    /// <summary>
    /// Reads and checks a pack, UTF-8 JSON. Strict: an unknown, doubled or missing member, a value out of range, rows that overlap or
    /// leave a gap, a clause that is cited and not given, a contradictory calendar are all refused.
    /// </summary>
    /// <exception cref="RulePackInvalidException">Names every field at fault at once, and what is expected of it.</exception>
    public static RulePack Load(ReadOnlySpan<byte> json) => new(PackReader.Read(json));

    /// <summary>The version that the pack gives itself.</summary>
    public string Version { get; }

    /// <summary>Lower-case hex SHA-256 of the pack's bytes.</summary>
    public string Sha256 { get; }

    /// <summary>The pack's bytes, UTF-8 JSON, as they were loaded.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    public ImmutableArray<RuleRow> Rows { get; }

    public ImmutableArray<ClauseWords> Clauses { get; }

    public ImmutableArray<ReturnReasonText> ReturnReasons { get; }

    /// <summary>What is in force on the date for the unit type. Computed at load: this is a look-up.</summary>
    public RegistryPolicy At(DateOnly date, UnitType type)
    {
        var line = policies[type];
        var (low, high) = (0, line.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (line[middle].Since <= date) low = middle;
            else high = middle - 1;
        }

        return line[low];
    }

    /// <summary>What is in force at the instant for the unit type.</summary>
    public RegistryPolicy At(DateTimeOffset now, UnitType type) => At(RegistryCalendar.DateOf(now), type);

    /// <summary>The official words of a clause (NC-3.12); null for an id that the pack does not know.</summary>
    public string? ClauseText(string clauseId) => clauses.TryGetValue(clauseId, out var clause) ? clause.Words : null;

    /// <summary>The parent zones of an authority's units, canonical form; the pack's default where it names none.</summary>
    public ImmutableArray<string> ZonesOf(UnitId authority) => zones.TryGetValue(authority, out var own) ? own : defaultZones;

    private ImmutableArray<RegistryPolicy> Policies(PackContent content, UnitType type)
    {
        DateOnly[] since = [.. content.Boundaries()];
        return [.. since.Select((date, i) => PolicySince(content, type, date) with { ChangesOn = i + 1 < since.Length ? since[i + 1] : null })];
    }

    private RegistryPolicy PolicySince(PackContent content, UnitType type, DateOnly since)
    {
        var rows = content.Rows.Where(bound => bound.Row.IsInForce(since, type)).ToList();
        var policy = new RegistryPolicy(this)
        {
            PackVersion = Version,
            Since = since,
            UnitType = type,
            Rows = [.. rows.Select(bound => bound.Row)],
            GateRequirements =
            [
                .. content.Gate.Where(item => item.IsInForce(since))
                    .Select(item => item.Requirement with { Applies = item.AppliesTo.Contains(type) }),
            ],
            WorkingCalendar = content.Calendar,
            SensitivePeriods = [.. content.SensitivePeriods.Where(period => period.AppliesTo.Contains(type))],
            SchoolVacations = [.. content.SchoolVacations.Where(period => period.AppliesTo.Contains(type))],
        };
        return rows.Aggregate(policy, (built, bound) => bound.Apply(built));
    }
}
