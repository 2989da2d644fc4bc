using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Api.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_gateway_depends_on_contracts_store_and_silo() =>
        Assert.Equal(["Contracts", "Silo", "Store"], DeclaredReferences.ProjectsOf("Api"));
}
