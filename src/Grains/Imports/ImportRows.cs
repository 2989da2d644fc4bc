using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>The registry could not answer for a row; the row is tried again later, under the same keys.</summary>
internal sealed class ImportHeldUpException(string record) : Exception($"no answer from {record}");

/// <summary>
/// One import's rows against their records: what each changes, and carrying it out. Every command has a key of its own that the row always
/// leads to, and all have the import's id for request id: however often a row is tried, it is done once, and the ledger shows one act.
/// </summary>
internal sealed class ImportRows(IGrainFactory grains, ImportId import, Table table, Actor by)
{
    /// <summary>Others may change a record between the reading and the command: so often it is read anew.</summary>
    private const int TriesMax = 5;

    private sealed record Planned(RowPlan Plan, long Version);

    /// <summary>The dry run: what the row changes, by the decisions of its commands themselves; nothing is changed.</summary>
    public async Task<ImportRowResult> Examine(ImportRow row, CancellationToken cancellationToken)
    {
        if (!row.Faults.IsEmpty) return new ImportRowResult(ImportRowState.Error, [], row.Faults);
        if (await Plan(row, cancellationToken) is not { Plan: var plan }) return Refused(ImportRowState.Error, [RowFaults.NotFound]);
        if (!plan.Faults.IsEmpty) return new ImportRowResult(ImportRowState.Error, plan.Changes, plan.Faults);

        var changes = ImmutableArray.CreateBuilder<ImportChange>();
        var faults = ImmutableArray.CreateBuilder<ImportFault>();
        foreach (var step in plan.Steps)
        {
            var outcome = await Preview(row, step, cancellationToken);
            if (IsNothingChanged(outcome)) continue;

            changes.AddRange(step.Changes);
            faults.AddRange(FaultsOf(outcome, step));
        }

        var state = faults.Count > 0 ? ImportRowState.Error : changes.Count > 0 ? ImportRowState.Changed : ImportRowState.Unchanged;
        return new ImportRowResult(state, changes.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>
    /// Carries out what the dry run showed and nothing else: where the record has moved on meanwhile, so that the row would do more or something
    /// else, it is refused. What is done already, by this import before a crash or by somebody else, is done.
    /// </summary>
    public async Task<ImportRowResult> CarryOut(ImportRow row, ImportRowResult shown, CancellationToken cancellationToken)
    {
        if (shown.State != ImportRowState.Changed) return shown;

        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (await Plan(row, cancellationToken) is not { } planned) return Refused(ImportRowState.Refused, [RowFaults.NotFound], shown);
            if (!planned.Plan.Faults.IsEmpty) return Refused(ImportRowState.Refused, [RowFaults.MovedOn, .. planned.Plan.Faults], shown);

            var steps = planned.Plan.Steps.Where(step => step.Changes.Any(change => shown.Changes.Any(one => one.Column == change.Column))).ToArray();
            if (steps.Any(step => !step.Changes.All(change => shown.Changes.Contains(change)))) return Refused(ImportRowState.Refused, [RowFaults.MovedOn], shown);
            if (await CarryOut(row, steps, planned.Version, cancellationToken) is { } faults)
            {
                return faults.IsEmpty
                    ? new ImportRowResult(ImportRowState.Applied, shown.Changes, [])
                    : Refused(ImportRowState.Refused, faults, shown);
            }
        }

        return Refused(ImportRowState.Refused, [RowFaults.MovedOn], shown);
    }

    /// <summary>What stands against the steps; null when the record moved on between the reading and a command.</summary>
    private async Task<ImmutableArray<ImportFault>?> CarryOut(ImportRow row, IEnumerable<RowStep> steps, long version, CancellationToken cancellationToken)
    {
        var faults = ImmutableArray.CreateBuilder<ImportFault>();
        foreach (var step in steps)
        {
            // What is added to a record does not rest on what else stands there: two new tests of a site do not hold each other up.
            var outcome = await Execute(row, step, table.IsOneRowARecord ? version : null, cancellationToken);
            if (outcome.Kind == OutcomeKind.Stale) return null;

            if (outcome.Kind == OutcomeKind.Done) version = outcome.Version;
            else if (!IsNothingChanged(outcome)) faults.AddRange(FaultsOf(outcome, step));
        }

        return faults.ToImmutable();
    }

    /// <summary>Null when the record is not there, or not the importer's to see.</summary>
    private async Task<Planned?> Plan(ImportRow row, CancellationToken cancellationToken)
    {
        var record = Table.RecordOf(row) ?? throw new InvalidOperationException("a row without a record has faults and is not planned");
        if (table is UnitsTable units)
        {
            // A unit that is not found is a new one, or another's: the command is told which.
            var unit = await Unit(record).Read(by, checkedAgainstStore: false, cancellationToken) is { Kind: not ReadKind.NotFound } answer
                ? JsonSerializer.Deserialize<UnitView>(BodyOf(answer, record), RegistryJson.Options)
                : null;
            return new Planned(units.Plan(row, unit), unit?.Version ?? 0);
        }

        var view = await Site(record).Read(new AskView(), by, checkedAgainstStore: false, cancellationToken);
        if (view.Kind == ReadKind.NotFound) return null;

        var site = TabledSite.Read(BodyOf(view, record));
        return new Planned(((SiteTable)table).Plan(row, site), site.Version);
    }

    private Task<Outcome> Preview(ImportRow row, RowStep step, CancellationToken cancellationToken)
    {
        var (record, envelope) = (Table.RecordOf(row)!, EnvelopeOf(row, step, expected: null));
        return Certain(record, step.Unit is { } unit
            ? Unit(record).Preview(unit, envelope, cancellationToken)
            : Site(record).Preview(step.Site!, envelope, cancellationToken));
    }

    private Task<Outcome> Execute(ImportRow row, RowStep step, long? expected, CancellationToken cancellationToken)
    {
        var (record, envelope) = (Table.RecordOf(row)!, EnvelopeOf(row, step, expected));
        return Certain(record, step.Unit is { } unit
            ? Unit(record).Execute(unit, envelope, cancellationToken)
            : Site(record).Execute(step.Site!, envelope, cancellationToken));
    }

    private Envelope EnvelopeOf(ImportRow row, RowStep step, long? expected)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{import}:{row.Number}:{step.Part}");
        var said = string.Join('\u001F', row.Cells.Prepend(key));
        return new Envelope(by, key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said))), expected, RequestId: import.Value);
    }

    private static async Task<Outcome> Certain(string record, Task<Outcome> asked) =>
        await asked is { Kind: not (OutcomeKind.Unknown or OutcomeKind.Overloaded) } outcome ? outcome : throw new ImportHeldUpException(record);

    private static byte[] BodyOf(ReadAnswer answer, string record) => answer.Kind == ReadKind.Found ? answer.Body : throw new ImportHeldUpException(record);

    private static ImmutableArray<ImportFault> FaultsOf(Outcome outcome, RowStep step) => outcome.Kind switch
    {
        OutcomeKind.Done => [],
        OutcomeKind.Refused => RowFaults.Of(outcome.Refusal!, step.Changes),
        OutcomeKind.NotFound => [RowFaults.NotFound],
        _ => [RowFaults.MovedOn],
    };

    private static bool IsNothingChanged(Outcome outcome) => outcome.Refusal?.Rule == RuleId.NothingChanged;

    private static ImportRowResult Refused(ImportRowState state, ImmutableArray<ImportFault> faults, ImportRowResult? shown = null) =>
        new(state, shown?.Changes ?? [], faults);

    private IUnitGrain Unit(string record) => grains.GetGrain<IUnitGrain>(new UnitId(record).GrainKey);

    private ISiteGrain Site(string record) => grains.GetGrain<ISiteGrain>(record);
}
