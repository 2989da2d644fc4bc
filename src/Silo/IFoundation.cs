using Microsoft.Extensions.DependencyInjection;

namespace NanchangEdu.Registry.Silo;

/// <summary>What a silo stands on: files of its own in embedded mode, a shared PostgreSQL in a cluster.</summary>
internal interface IFoundation
{
    /// <summary>The file in which this silo may make a key for webhooks by itself; null where silos must be given the same one.</summary>
    string? OwnWebhookKeyFile { get; }

    /// <summary>Registers the register store and whatever goes with it.</summary>
    void AddTo(IServiceCollection services);

    /// <summary>Says who the silo's neighbours are, where it listens, and where operational state lies.</summary>
    void AddTo(ISiloBuilder silo);

    /// <summary>Opens and checks everything before any grain runs. What is wrong is one exception that says what.</summary>
    Task Prepare(IServiceProvider services, CancellationToken cancellationToken);
}
