using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Hosting.Telemetry;

/// <summary>Where operators' pages are found: <c>Registry:ManagementPort</c>.</summary>
/// <param name="Port">0 means: at every port, for a registry that listens on the loopback address alone.</param>
public sealed record ManagementPort(int Port)
{
    public const string Setting = "Registry:ManagementPort";

    private const string Urls = "urls";
    private const string HttpPorts = "http_ports";

    /// <summary>Whether a connection that came in at this port may see operators' pages. The caller chooses the Host header, never the port.</summary>
    public bool Admits(int localPort) => Port == 0 || localPort == Port;

    /// <exception cref="OptionsValidationException">No port number.</exception>
    internal static ManagementPort Of(IConfiguration configuration)
    {
        var text = configuration[Setting];
        if (string.IsNullOrEmpty(text)) return new ManagementPort(0);
        return int.TryParse(text, out var port) && port is >= 0 and <= 65535
            ? new ManagementPort(port)
            : throw new OptionsValidationException(Setting, typeof(ManagementPort), [$"{Setting}: '{text}' is no port (0 to 65535)"]);
    }

    /// <summary>
    /// Has the web server listen there too, at the host of its first address, unless its addresses name the port already: one setting
    /// opens the port and closes it to everything else.
    /// </summary>
    internal void AddTo(IConfiguration configuration)
    {
        var addresses = Addresses(configuration);
        if (Port == 0 || addresses.Length == 0 || addresses.Any(address => BindingAddress.Parse(address).Port == Port)) return;

        var host = BindingAddress.Parse(addresses[0]).Host;
        configuration[Urls] = string.Join(';', addresses.Append($"http://{host}:{Port}"));
    }

    private static string[] Addresses(IConfiguration configuration) =>
        Split(configuration[Urls]) is { Length: > 0 } urls ? urls : [.. Split(configuration[HttpPorts]).Select(port => $"http://*:{port}")];

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

public static class ManagementPages
{
    /// <summary>The endpoint is there at the management port and nowhere else: elsewhere its path is as unknown as any other.</summary>
    public static TBuilder AtManagementPort<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Mark());

    internal static void AddManagementPort(this IHostApplicationBuilder builder)
    {
        var port = ManagementPort.Of(builder.Configuration);
        port.AddTo(builder.Configuration);
        builder.Services.AddSingleton(port);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, Matcher>());
    }

    private sealed class Mark;

    /// <summary>Takes marked endpoints out of the choice when the connection came in elsewhere.</summary>
    private sealed class Matcher(ManagementPort port) : MatcherPolicy, IEndpointSelectorPolicy
    {
        public override int Order => 0;

        public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsMarked);

        public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
        {
            if (port.Admits(httpContext.Connection.LocalPort)) return Task.CompletedTask;
            for (var i = 0; i < candidates.Count; i++)
            {
                if (candidates.IsValidCandidate(i) && IsMarked(candidates[i].Endpoint)) candidates.SetValidity(i, false);
            }

            return Task.CompletedTask;
        }

        private static bool IsMarked(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Mark>() is not null;
    }
}
