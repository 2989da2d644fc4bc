using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Grains.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Grains_depend_on_contracts_rules_and_store() =>
        Assert.Equal(["Contracts", "Rules", "Store"], DeclaredReferences.ProjectsOf("Grains"));
}
