using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Cluster.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_silo_depends_on_grains_and_on_what_both_programs_share() =>
        Assert.Equal(["Grains", "Hosting"], DeclaredReferences.ProjectsOf("Silo"));

    [Theory]
    [InlineData("Api")]
    [InlineData("Silo")]
    public void A_program_lies_beside_the_tests_that_start_it(string program) =>
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, $"NanchangEdu.Registry.{program}.runtimeconfig.json")));
}
