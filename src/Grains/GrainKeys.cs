namespace NanchangEdu.Registry.Grains;

/// <summary>Keys of the grains of which there is one, and of those whose record's id is not a key by itself.</summary>
public static class GrainKeys
{
    public const string Sweeper = "deadline";
    public const string RulePack = "pack";

    private const string AccountPrefix = "account-";

    public static string OfAccount(string personId) => AccountPrefix + personId;

    internal static string PersonOf(string key) => key.StartsWith(AccountPrefix, StringComparison.Ordinal)
        ? key[AccountPrefix.Length..]
        : throw new ArgumentException($"'{key}' is no account's key", nameof(key));
}
