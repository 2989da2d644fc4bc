using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Silo;

/// <summary>Where the silo keeps its files and where it listens. Bound to the section <c>Registry</c>.</summary>
public sealed class RegistrySiloOptions
{
    public const string Section = "Registry";
    public const string DefaultDataFolder = "data";
    public const int DefaultResponseSeconds = 10;
    public const int DefaultQueuedCallsPerGrainMax = 1000;

    /// <summary>Folder of the databases, relative to the content root. <c>data</c> by default.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataFolder { get; set; } = DefaultDataFolder;

    /// <summary>The rule pack's file, relative to the content root; the one shipped beside the program unless set.</summary>
    [Required(AllowEmptyStrings = false)]
    public string PolicyFile { get; set; } = Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json");

    /// <summary>Port for other silos, on the loopback address alone; 0, the default, takes a free one.</summary>
    [Range(0, 65535)]
    public int SiloPort { get; set; }

    /// <summary>Port for gateways in other processes, on the loopback address alone; 0, the default, opens none.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; }

    /// <summary>Seconds after which a call between grains counts as unanswered. 10 by default.</summary>
    [Range(1, 120)]
    public int ResponseSeconds { get; set; } = DefaultResponseSeconds;

    /// <summary>Calls that may wait for one grain; one more is refused. 1000 by default.</summary>
    [Range(1, 100_000)]
    public int QueuedCallsPerGrainMax { get; set; } = DefaultQueuedCallsPerGrainMax;
}
