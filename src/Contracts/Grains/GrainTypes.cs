namespace NanchangEdu.Registry.Contracts;

/// <summary>The types of the records' grains, which are part of their addresses: they stay.</summary>
public static class GrainTypes
{
    public const string Site = "site";
    public const string Unit = "unit";
    public const string Account = "account";
}
