namespace NanchangEdu.Registry.Grains;

/// <summary>Keys of the grains of which there is one.</summary>
public static class GrainKeys
{
    public const string Sweeper = "deadline";
    public const string Sealer = "sealer";
    public const string RulePack = "pack";
    public const string Imports = "imports";
    public const string Webhooks = "webhooks";
    public const string Notices = "notices";
}
