namespace NanchangEdu.Registry.Api.Http;

/// <summary>What the door takes at most. Every length a caller can choose has its bound here or on the member itself.</summary>
public static class Limits
{
    public const int BodyBytes = 1024 * 1024;

    /// <summary>The body of a request at one of <see cref="AttemptPaths"/>: they are open to all.</summary>
    public const int TokenRequestBytes = 16 * 1024;

    /// <summary>
    /// So much of a body that is too large is still taken off the line and thrown away: hanging up on a client that is still sending
    /// would lose the answer that says why.
    /// </summary>
    public const int DrainedBytes = 8 * BodyBytes;

    public const int HeaderBytes = 32 * 1024;
    public const int HeaderCount = 100;
    public const int RequestLineBytes = 8 * 1024;

    /// <summary>How long a request's first line and headers may take altogether.</summary>
    public const int HeaderSecondsDefault = 10;

    /// <summary>
    /// How long a connection may be idle between two requests, or before its first. Longer than the 60 seconds for which an ingress keeps a
    /// connection: whoever is to send next must not be the one who is hung up on.
    /// </summary>
    public const int IdleSecondsDefault = 130;

    /// <summary>A body that comes more slowly than this is cut, and so is a reader who takes his answer more slowly.</summary>
    public const int BytesPerSecondMin = 240;

    /// <summary>For so long a sender or reader may be slower.</summary>
    public const int BodyGraceSecondsDefault = 5;

    /// <summary>Open connections at each port the gateway listens on: those who knock at the public one leave the operators' one alone.</summary>
    public const int ConnectionsDefault = 10_000;

    /// <summary>Nothing here speaks WebSocket.</summary>
    public const int UpgradedConnections = 0;

    /// <summary>HTTP/2 is spoken where the gateway itself ends TLS.</summary>
    public const int StreamsPerConnection = 100;
    public const int StreamWindowBytes = 256 * 1024;
    public const int ConnectionWindowBytes = 1024 * 1024;
    public const int PingAfterSeconds = 30;
    public const int PongWithinSeconds = 10;

    /// <summary>Proxies one behind another; more would be a setting nobody meant.</summary>
    public const int ProxiesInRowMax = 8;

    public const int JsonDepth = 32;

    /// <summary>A body with more faults than these is told the first ones only.</summary>
    public const int FaultsNamed = 20;

    public const int IdempotencyKeyLength = 128;
    public const int RetryAfterSeconds = 2;

    public const int PageDefault = 50;
    public const int PageMax = 200;
    public const int QueryTextLength = 100;
    public const int CursorLength = 512;
    public const int ExpiringWithinDaysMax = 730;

    /// <summary>Records that one bulk command may name.</summary>
    public const int BulkItems = 100;

    /// <summary>Parameters of a saved view; no list has more.</summary>
    public const int SavedParameters = 30;

    /// <summary>Kinds of notices that a way may be set for; there are fewer.</summary>
    public const int NoticeKinds = 20;

    public const int NameLength = 100;
    public const int LineLength = 200;
    public const int NoteLength = 1000;
    public const int TextLength = 4000;
    public const int UrlLength = 1000;
    public const int EmailLength = 254;
    public const int CodeLength = 64;
    public const int PersonIdLength = 64;
    public const int HostLength = 253;

    /// <summary>A file that is uploaded: what the web server takes at all.</summary>
    public const int UploadBytes = DrainedBytes;

    /// <summary>What a workbook may unpack to, altogether.</summary>
    public const int UnpackedBytes = 64 * 1024 * 1024;

    /// <summary>How many times its packed size a large part of a workbook may have. Sheets of texts have ten to forty.</summary>
    public const int UnpackedTimes = 200;

    /// <summary>Parts of a workbook.</summary>
    public const int ZipEntries = 1000;

    /// <summary>Rows of a file beside the headings.</summary>
    public const int FileRows = 20_000;

    public const int FileColumns = 200;

    /// <summary>What a cell of a spreadsheet can hold.</summary>
    public const int CellCharacters = 32_767;

    /// <summary>Files that a gateway unpacks at the same time; the others wait.</summary>
    public const int FilesReadAtOnce = 2;

    /// <summary>Rows of one export.</summary>
    public const int ExportRows = 50_000;

    /// <summary>Dates outside these years are slips of the pen; bounding them also keeps calendar arithmetic inside its range.</summary>
    public const int YearMin = 1949;
    public const int YearMax = 2199;
}
