using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>What every record's shell stands on.</summary>
internal sealed class RecordSurroundings(
    IRegisterStore store, RulePack pack, RegistryClock clock, IOptions<RecordOptions> options, RecordMeter meter, ILogger<RecordSurroundings> logger)
{
    public IRegisterStore Store => store;

    public RegistryClock Clock => clock;

    public RecordOptions Options => options.Value;

    public RecordMeter Meter => meter;

    public ILogger Logger => logger;

    /// <summary>What is in force at the instant; of a record that does not exist yet nothing depends on the type of its unit.</summary>
    public RegistryPolicy PolicyAt(DateTimeOffset now, UnitType? type) => pack.At(now, type ?? UnitType.BureauSchool);
}
