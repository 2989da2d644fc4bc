namespace NanchangEdu.Registry.Hosting.Tests.Security;

/// <summary>Calls what Orleans keeps to itself, as somebody would who builds the request by hand.</summary>
internal static class SystemTargets
{
    /// <summary>Asks a silo's control target, which no application interface offers, for its statistics.</summary>
    public static async Task<object?> Statistics(IClusterClient client, TestSilo silo)
    {
        var control = typeof(IManagementGrain).Assembly.GetType("Orleans.ISiloControl") ?? Find("Orleans.ISiloControl");
        var address = ((Orleans.Runtime.ILocalSiloDetails)silo.Services.GetService(typeof(Orleans.Runtime.ILocalSiloDetails))!).SiloAddress;
        var grainId = SystemTargetGrainId.Create(SystemTargetGrainId.CreateGrainType("silo-control"), address).GrainId;
        var reference = client.GetGrain(grainId, InterfaceTypeOf(client, control));
        var proxy = typeof(GrainExtensions).GetMethod(nameof(GrainExtensions.Cast), [typeof(IAddressable), typeof(Type)])!.Invoke(null, [reference, control])!;
        var answer = (Task)control.GetMethod("GetRuntimeStatistics")!.Invoke(proxy, [CancellationToken.None])!;
        await answer;
        return answer.GetType().GetProperty("Result")!.GetValue(answer);
    }

    private static GrainInterfaceType InterfaceTypeOf(IClusterClient client, Type type)
    {
        var resolver = client.ServiceProvider.GetService(Find("Orleans.Metadata.GrainInterfaceTypeResolver"))!;
        return (GrainInterfaceType)resolver.GetType().GetMethod("GetGrainInterfaceType")!.Invoke(resolver, [type])!;
    }

    private static Type Find(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(name)).First(type => type is not null)!;
}
