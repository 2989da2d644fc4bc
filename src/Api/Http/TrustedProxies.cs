using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// Behind a proxy the remote address is the proxy's and the scheme its own. Its word is taken when it is among those that were named; a
/// client's own word never is.
/// </summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        var door = app.ApplicationServices.GetRequiredService<IOptions<DoorOptions>>().Value;
        // the middleware takes everybody's word when nobody is named
        if (door.TrustedProxies.Count == 0) return;

        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = door.ProxiesInRow,
        };
        // it would trust this machine besides
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in door.TrustedProxies) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        app.UseForwardedHeaders(forwarded);
    }
}
