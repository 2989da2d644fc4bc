namespace NanchangEdu.Registry.Grains;

/// <summary>Where grains keep what is no record: cursors and the like.</summary>
public static class OperationalState
{
    public const string StorageName = "operations";
}
