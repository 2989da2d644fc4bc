using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Grains.Imports;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Grains.Sweeping;

namespace NanchangEdu.Registry.Grains;

public static class GrainRegistration
{
    /// <summary>
    /// What the grains stand on, but for what the host chooses: the register store, the rule pack, <see cref="RegistryClock"/>,
    /// <see cref="ICheckpointSigner"/> and the grain storage named <see cref="OperationalState.StorageName"/>.
    /// </summary>
    public static ISiloBuilder AddRegistryGrains(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<RecordMeter>();
        silo.Services.AddSingleton<SweepMeter>();
        silo.Services.AddSingleton<SealMeter>();
        silo.Services.AddSingleton<RecordSurroundings>();
        silo.Services.AddOptions<RecordOptions>();
        silo.Services.AddOptions<SweepOptions>();
        silo.Services.AddOptions<SealOptions>();
        silo.Services.AddOptions<ImportOptions>();
        return silo.AddIncomingGrainCallFilter<FaultFilter>();
    }
}
