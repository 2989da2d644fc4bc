using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;

namespace NanchangEdu.Registry.Api;

/// <summary>The whole registry in this process, silo and database inside. The one file that knows the silo.</summary>
internal static class EmbeddedMode
{
    public static void AddEmbeddedRegistry(this WebApplicationBuilder builder, Surroundings surroundings) =>
        builder.AddRegistrySilo(silo => silo.DataFolder = surroundings.DataFolder);

    /// <summary>What the silo's own failures to start say, in one sentence; null when it is none of them.</summary>
    public static string? SentenceOf(Exception trouble) => trouble is RulePackInvalidException { Errors: var errors }
        ? $"规则包无效，共 {errors.Count} 处错误，其一：{errors[0].Path} {errors[0].Zh}"
            + $" [The rule pack is invalid, {errors.Count} faults, one of them: {errors[0].Path} {errors[0].En}]"
        : null;
}
