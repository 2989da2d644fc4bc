namespace NanchangEdu.Registry.Api.Http;

/// <summary>What the door takes at most. Every length a caller can choose has its bound here or on the member itself.</summary>
public static class Limits
{
    public const int BodyBytes = 1024 * 1024;
    public const int TokenRequestBytes = 16 * 1024;
    /// <summary>
    /// So much of a body that is too large is still taken off the line and thrown away: hanging up on a client that is still sending
    /// would lose the answer that says why.
    /// </summary>
    public const int DrainedBytes = 8 * BodyBytes;

    public const int HeaderBytes = 32 * 1024;
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

    public const int NameLength = 100;
    public const int LineLength = 200;
    public const int NoteLength = 1000;
    public const int TextLength = 4000;
    public const int UrlLength = 1000;
    public const int CodeLength = 64;
    public const int PersonIdLength = 64;
    public const int HostLength = 253;

    /// <summary>Dates outside these years are slips of the pen; bounding them also keeps calendar arithmetic inside its range.</summary>
    public const int YearMin = 1949;
    public const int YearMax = 2199;
}
