using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>The caller context of silos and gateways. There is no setting that turns it off.</summary>
public static class CallerContextRegistration
{
    /// <summary>The silo signs what its grains and its own client call, and demands a fitting context from every caller.</summary>
    public static ISiloBuilder AddCallerContext(this ISiloBuilder silo, ICallerKeys keys, ClusterSecurityOptions options)
    {
        silo.Services.AddSingleton(keys);
        return silo.AddCallerContext(options);
    }

    /// <summary>With the keys of <see cref="ClusterSecurityOptions.CallerKeysFile"/>; without that file with a key of this process alone.</summary>
    public static ISiloBuilder AddCallerContext(this ISiloBuilder silo, ClusterSecurityOptions options)
    {
        AddSigning(silo.Services, CallerKind.Silo, options);
        silo.Services.AddSingleton<CallerContextVerifier>();
        silo.Services.TryAddSingleton<SecurityMeter>();
        silo.AddOutgoingGrainCallFilter<CallerSigning>();
        return silo.AddIncomingGrainCallFilter<CallerDemand>();
    }

    /// <summary>The gateway signs what it asks of silos in other processes.</summary>
    public static IClientBuilder AddCallerContext(this IClientBuilder client, ICallerKeys keys, ClusterSecurityOptions options)
    {
        client.Services.AddSingleton(keys);
        return client.AddCallerContext(options);
    }

    /// <summary>With the keys of <see cref="ClusterSecurityOptions.CallerKeysFile"/>, without which no silo would listen.</summary>
    public static IClientBuilder AddCallerContext(this IClientBuilder client, ClusterSecurityOptions options)
    {
        AddSigning(client.Services, CallerKind.Gateway, options);
        return client.AddOutgoingGrainCallFilter<CallerSigning>();
    }

    private static void AddSigning(IServiceCollection services, CallerKind kind, ClusterSecurityOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICallerKeys>(provider => string.IsNullOrEmpty(options.CallerKeysFile)
            ? new RandomCallerKeys()
            : ActivatorUtilities.CreateInstance<CallerKeysFile>(provider, options.CallerKeysFile));
        services.AddSingleton(provider => new CallerContextSigner(
            provider.GetRequiredService<ICallerKeys>(), kind, TimeSpan.FromSeconds(options.CallerContextSeconds),
            provider.GetRequiredService<TimeProvider>()));
    }
}
