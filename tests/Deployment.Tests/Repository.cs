namespace NanchangEdu.Registry.Deployment.Tests;

/// <summary>The files of this repository, found from where the test program lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "NanchangEdu.Registry.sln"))) return folder.FullName;

        throw new InvalidOperationException($"{start} does not lie in the repository.");
    }
}
