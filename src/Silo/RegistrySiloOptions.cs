using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Silo;

/// <summary>Where the silo keeps its files and where it listens. Bound to the section <c>Registry</c>.</summary>
public sealed class RegistrySiloOptions
{
    public const string Section = "Registry";
    public const string DefaultDataFolder = "data";
    public const int DefaultResponseSeconds = 10;
    public const int DefaultQueuedCallsPerGrainMax = 1000;

    /// <summary>Folder of the databases of the embedded mode, relative to the content root. <c>data</c> by default.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataFolder { get; set; } = DefaultDataFolder;

    /// <summary>The rule pack's file, relative to the content root; the one shipped beside the program unless set.</summary>
    [Required(AllowEmptyStrings = false)]
    public string PolicyFile { get; set; } = Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json");

    /// <summary>Port for other silos. Unset: 11111 on PostgreSQL, and any free one of the loopback address in embedded mode, as with 0.</summary>
    [Range(0, 65535)]
    public int? SiloPort { get; set; }

    /// <summary>Port for gateways in other processes; 0 opens none. Unset: 30000 for a silo on PostgreSQL, none for one inside a gateway.</summary>
    [Range(0, 65535)]
    public int? GatewayPort { get; set; }

    /// <summary>Seconds after which a call between grains counts as unanswered in embedded mode. 10 by default.</summary>
    [Range(1, 120)]
    public int ResponseSeconds { get; set; } = DefaultResponseSeconds;

    /// <summary>Calls that may wait for one grain; one more is refused. 1000 by default.</summary>
    [Range(1, 100_000)]
    public int QueuedCallsPerGrainMax { get; set; } = DefaultQueuedCallsPerGrainMax;
}
