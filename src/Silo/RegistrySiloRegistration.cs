using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Grains.Sweeping;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Store;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Silo;

public static class RegistrySiloRegistration
{
    /// <summary>Names the rows of operational state: never changed, or the cursors would be lost.</summary>
    private const string ServiceId = "nanchang-edu-registry";

    private const string RegisterFile = "register.db";
    private const string OperationsFile = "operations.db";

    /// <summary>
    /// Adds the whole registry but its door: rule pack, register store on SQLite, grains, sweeper. One silo on the loopback address.
    /// The parts start in the order in which they need each other, and before whatever the host adds afterwards.
    /// </summary>
    /// <param name="builder">The host: the silo's own program, or the gateway in embedded mode.</param>
    /// <param name="configure">Settings that go before those of the section <c>Registry</c>'s configuration.</param>
    /// <exception cref="OptionsValidationException">A setting is out of its range.</exception>
    public static IHostApplicationBuilder AddRegistrySilo(this IHostApplicationBuilder builder, Action<RegistrySiloOptions>? configure = null)
    {
        var options = Bind(builder.Configuration, configure);
        var root = builder.Environment.ContentRootPath;
        var data = Path.GetFullPath(options.DataFolder, root);
        var operations = new OperationalDatabase(Path.Combine(data, OperationsFile));
        var services = builder.Services;

        services.AddSingleton(Options.Create(options));
        services.AddSingleton(_ => RulePackFile.Load(Path.GetFullPath(options.PolicyFile, root)));
        services.AddRegisterStore(file => file.Path = Path.Combine(data, RegisterFile));
        services.AddSingleton(operations);
        services.AddSingleton(provider => new RegistryClock(provider.GetRequiredService<TimeProvider>()));
        AddChecked<RegisterStoreOptions>(services, builder.Configuration, "Store");
        AddChecked<RecordOptions>(services, builder.Configuration, "Records");
        AddChecked<SweepOptions>(services, builder.Configuration, "Sweep");

        services.AddHostedService<RegistryPreparation>();
        builder.UseOrleans(silo => AddSilo(silo, options, operations));
        services.AddHostedService<SweeperStart>();
        return builder;
    }

    /// <summary>
    /// Puts the sample city's clock in the place of the ordinary one. The sweeper then waits for
    /// <see cref="StoryClock.ReturnToPresent"/>, which the caller owes in any case.
    /// </summary>
    public static IServiceCollection AddStoryClock(this IServiceCollection services)
    {
        services.AddSingleton(provider => new StoryClock(provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<RegistryClock>(provider => provider.GetRequiredService<StoryClock>());
    }

    private static void AddSilo(ISiloBuilder silo, RegistrySiloOptions options, OperationalDatabase operations)
    {
        var siloPort = options.SiloPort == 0 ? FreePorts.Next() : options.SiloPort;
        silo.UseLocalhostClustering(siloPort, options.GatewayPort, serviceId: ServiceId, clusterId: ServiceId);
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = IPAddress.Loopback;
            endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, siloPort);
        });
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(options.ResponseSeconds);
            messaging.SystemResponseTimeout = TimeSpan.FromSeconds(options.ResponseSeconds);
            messaging.MaxEnqueuedRequestsHardLimit = options.QueuedCallsPerGrainMax;
        });
        silo.AddAdoNetGrainStorage(OperationalState.StorageName, operations.Configure);
        silo.AddRegistryGrains();
    }

    /// <summary>Ports and paths are needed while the host is still being built, so this one is bound and checked at once.</summary>
    private static RegistrySiloOptions Bind(IConfiguration configuration, Action<RegistrySiloOptions>? configure)
    {
        var options = new RegistrySiloOptions();
        configure?.Invoke(options);
        configuration.GetSection(RegistrySiloOptions.Section).Bind(options);
        var checkedOptions = new AttributeValidation<RegistrySiloOptions>(RegistrySiloOptions.Section).Validate(null, options);
        return checkedOptions.Succeeded
            ? options
            : throw new OptionsValidationException(RegistrySiloOptions.Section, typeof(RegistrySiloOptions), checkedOptions.Failures);
    }

    private static void AddChecked<TOptions>(IServiceCollection services, IConfiguration configuration, string name)
        where TOptions : class
    {
        var section = $"{RegistrySiloOptions.Section}:{name}";
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new AttributeValidation<TOptions>(section));
    }
}
