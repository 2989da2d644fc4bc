namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>Something wrong in a manifest.</summary>
/// <param name="Where">Kind and name of the resource, or a file.</param>
/// <param name="What">One sentence.</param>
public sealed record Finding(string Where, string What)
{
    public override string ToString() => $"{Where}: {What}";
}
