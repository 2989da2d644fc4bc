namespace NanchangEdu.Registry.Rules;

/// <summary>One fault of a rule pack: the field and what is expected of it, in both languages.</summary>
/// <param name="Path">The field, <c>rules[3].parameters.daysPerYearMax</c>; <c>$</c> for the whole file.</param>
public sealed record RulePackError(string Path, string Zh, string En)
{
    public override string ToString() => $"{Path}: {Zh} / {En}";
}

/// <summary>A rule pack that cannot be used, with every fault found. The program does not start on it.</summary>
public sealed class RulePackInvalidException : Exception
{
    public RulePackInvalidException(IReadOnlyList<RulePackError> errors)
        : base($"规则包无效，共 {errors.Count} 处错误 / the rule pack is invalid, {errors.Count} errors:{Environment.NewLine}"
            + string.Join(Environment.NewLine, errors)) => Errors = errors;

    public IReadOnlyList<RulePackError> Errors { get; }
}
