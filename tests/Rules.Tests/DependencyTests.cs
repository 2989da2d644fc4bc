using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Rules.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Contracts_depend_on_the_Orleans_Sdk_alone()
    {
        Assert.Empty(DeclaredReferences.ProjectsOf("Contracts"));
        Assert.Equal(["Microsoft.Orleans.Sdk"], DeclaredReferences.PackagesOf("Contracts"));
    }

    [Fact]
    public void Rules_depend_on_contracts_alone()
    {
        Assert.Equal(["Contracts"], DeclaredReferences.ProjectsOf("Rules"));
        Assert.Empty(DeclaredReferences.PackagesOf("Rules"));
    }
}
