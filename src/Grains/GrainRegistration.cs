using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Grains.Reports;
using NanchangEdu.Registry.Grains.Sweeping;

namespace NanchangEdu.Registry.Grains;

public static class GrainRegistration
{
    /// <summary>
    /// What the grains stand on, but for what the host chooses: the register store, the rule pack, <see cref="RegistryClock"/> and
    /// the grain storage named <see cref="OperationalState.StorageName"/>.
    /// </summary>
    public static ISiloBuilder AddRegistryGrains(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<RecordMeter>();
        silo.Services.AddSingleton<SweepMeter>();
        silo.Services.AddSingleton<RecordSurroundings>();
        silo.Services.AddOptions<RecordOptions>();
        silo.Services.AddOptions<SweepOptions>();
        silo.Services.AddOptions<ReportOptions>();
        return silo.AddIncomingGrainCallFilter<FaultFilter>();
    }
}
