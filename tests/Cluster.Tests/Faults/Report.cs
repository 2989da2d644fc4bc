namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>Says at once what a run finds: to whoever looks on, and into the file that tests/faults.sh names.</summary>
internal static class Report
{
    private static readonly string? File = Environment.GetEnvironmentVariable("REGISTRY_FAULTS_REPORT");

    public static void Tell(string words)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(words);
        if (File is not null) System.IO.File.AppendAllText(File, words + Environment.NewLine);
    }
}
