namespace NanchangEdu.Registry.Deployment.Tests.Images;

/// <param name="Name">FROM, COPY and so on.</param>
internal sealed record Instruction(string Name, string Arguments)
{
    public string[] Words => Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The instructions of a Dockerfile, stage by stage; continued lines are joined.</summary>
internal sealed class Dockerfile
{
    private Dockerfile(List<List<Instruction>> stages) => Stages = stages;

    public List<List<Instruction>> Stages { get; }

    public IReadOnlyList<Instruction> Final => Stages[^1];

    public static Dockerfile Parse(string text)
    {
        List<List<Instruction>> stages = [];
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()))
        {
            if (line is "" or ['#', ..]) continue;
            var instruction = line.Split(' ', 2) is [var name, var arguments] ? new Instruction(name, arguments) : new Instruction(line, "");
            if (instruction.Name == "FROM") stages.Add([]);
            if (stages.Count == 0) throw new FormatException($"{line} stands before any FROM.");
            stages[^1].Add(instruction);
        }

        return new Dockerfile(stages);
    }
}
