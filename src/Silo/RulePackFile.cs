using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Silo;

/// <summary>Reads the rule pack from disk; what it says is the rules' to check.</summary>
internal static class RulePackFile
{
    /// <exception cref="RulePackInvalidException">The file cannot be read, or what it says cannot be used.</exception>
    public static RulePack Load(string path)
    {
        try
        {
            return RulePack.Load(File.ReadAllBytes(path));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RulePackInvalidException(
                [new RulePackError(path, $"无法读取规则包文件：{trouble.Message}", $"the rule pack's file cannot be read: {trouble.Message}")]);
        }
    }
}
