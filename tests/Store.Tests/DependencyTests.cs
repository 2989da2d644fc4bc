using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Store.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_store_depends_on_contracts_alone_of_our_projects() =>
        Assert.Equal(["Contracts"], DeclaredReferences.ProjectsOf("Store"));

    [Fact]
    public void The_store_does_not_take_Orleans_by_itself() =>
        Assert.DoesNotContain(
            DeclaredReferences.PackagesOf("Store"),
            package => package.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal));
}
