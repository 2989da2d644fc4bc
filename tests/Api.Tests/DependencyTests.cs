using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Api.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_gateway_depends_on_contracts_hosting_store_and_silo() =>
        Assert.Equal(["Contracts", "Hosting", "Silo", "Store"], DeclaredReferences.ProjectsOf("Api"));
}
