using System.Diagnostics;

namespace NanchangEdu.Registry.Cluster.Tests.Operations;

/// <summary>What the operator's script said.</summary>
internal sealed record Said(int ExitCode, string Output, string Errors)
{
    public Said ShouldEndWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"ended with {ExitCode}, not {exitCode}:\n{Output}\n{Errors}");
        return this;
    }
}

/// <summary>The operator's script as an operator runs it, against a database of the private server.</summary>
internal static class OperatorScript
{
    private static string Path { get; } = Find();

    public static async Task<Said> Run(string connection, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            WorkingDirectory = System.IO.Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Registry__Postgres__ConnectionString"] = connection;
        start.Environment["Registry__DataFolder"] = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "registry-operator");
        start.Environment["REGISTRY_PROGRAM"] = $"dotnet {System.IO.Path.Combine(AppContext.BaseDirectory, "NanchangEdu.Registry.Api.dll")}";
        start.Environment["REGISTRY_BACKUP_USER"] = "registry_backup";
        start.Environment["REGISTRY_ADMIN_USER"] = "postgres";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Said(process.ExitCode, await output, await errors);
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "NanchangEdu.Registry.sln"))) folder = folder.Parent!;
        return System.IO.Path.Combine(folder.FullName, "registry");
    }
}
