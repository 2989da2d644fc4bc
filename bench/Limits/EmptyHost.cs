namespace NanchangEdu.Registry.Bench.Limits;

/// <summary>An Orleans silo for one process and Kestrel, both without anything in them: what the embedded program's start stands on.</summary>
internal static class EmptyHost
{
    public static int Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(
            builder.Configuration.GetValue<int>("Bench:SiloPort"), gatewayPort: 0));

        var app = builder.Build();
        app.MapGet("/healthz/ready", () => "ready");
        app.Run();
        return 0;
    }
}
