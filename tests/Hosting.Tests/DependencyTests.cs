using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Hosting.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void What_both_programs_share_depends_on_contracts_and_store() =>
        Assert.Equal(["Contracts", "Store"], DeclaredReferences.ProjectsOf("Hosting"));
}
