namespace NanchangEdu.Registry.Hosting;

/// <summary>How long a program that is told to stop may take to finish what it holds.</summary>
public static class Stopping
{
    /// <summary>Shorter than the grace period of whoever supervises the program (60 s in the manifests), or it would be killed half-way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
}
