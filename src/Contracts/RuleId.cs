namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// The stable name of every reason for which the registry says no. On the wire it is the kebab-case form
/// (<c>downline-days-exhausted</c>); numbers and names never change and are never reused.
/// Clause, titles and details of each stand in <c>RuleCatalog</c>.
/// </summary>
public enum RuleId
{
    // Life of a site: the letters are those of the stage table.
    /// <summary>n</summary>
    SiteNotLaunched = 100,
    /// <summary>a</summary>
    SiteNotApproved = 101,
    /// <summary>l</summary>
    SiteAlreadyLaunched = 102,
    /// <summary>o</summary>
    RequestOpen = 103,
    /// <summary>q</summary>
    NoOpenRequest = 104,
    /// <summary>w</summary>
    NoDownlineWindow = 105,
    /// <summary>d</summary>
    SiteDown = 106,
    /// <summary>v</summary>
    DownlineOverdue = 107,
    /// <summary>x</summary>
    SiteNotDown = 108,
    /// <summary>u</summary>
    SiteSuspended = 109,
    /// <summary>s</summary>
    SiteNotSuspended = 110,
    /// <summary>c</summary>
    SiteClosing = 111,
    /// <summary>k</summary>
    SiteNotClosing = 112,
    /// <summary>f</summary>
    SiteClosed = 113,

    // Requests.
    /// <summary>t</summary>
    RequestNotTaken = 201,
    /// <summary>r</summary>
    RequestReturned = 202,
    RequestFinal = 203,
    RequestUnknown = 204,
    RequestHeldByOther = 205,
    ReasonsRequired = 206,
    UrgedToday = 207,
    SelfApproval = 208,
    VerificationMissing = 209,
    TwoKeysOnePerson = 210,
    SubstituteInvalid = 211,
    RequestNotReturned = 213,

    // Units, the one-site rule and names.
    UsccInvalid = 300,
    UsccOverrideNeedsReason = 301,
    UnitUnknown = 302,
    UnitNotEligible = 303,
    OneSitePerUnit = 304,
    ExemptionInvalid = 305,
    SiteNameMismatch = 306,
    NothingChanged = 307,

    // Formats and filings.
    IcpNumberInvalid = 400,
    PublicSecurityNumberInvalid = 401,
    PublicSecurityNumberTaken = 402,
    GradedLevelInvalid = 403,
    SiteMarkNotApplicable = 404,
    DomainNameInvalid = 405,
    DomainOutsideZone = 406,
    DomainLabelReserved = 407,
    DomainTaken = 408,
    FilingNotRecorded = 409,
    EvidenceHashInvalid = 410,
    EvidenceDateInvalid = 411,
    SecurityTestUnknown = 412,
    HostingOutsideMainland = 413,
    ProfileIncomplete = 414,
    AlreadyVerified = 415,
    IpAddressInvalid = 416,
    ContactInvalid = 417,
    UrlInvalid = 418,

    // Launch.
    LaunchGateUnmet = 500,
    FactTimeInFuture = 501,
    FactTimeTooOld = 502,

    // Downline.
    DownlineTimesExhausted = 600,
    DownlineDaysExhausted = 601,
    DownlineOverlap = 602,
    DownlineTooEarly = 603,
    DownlineBeforeApproval = 604,
    DownlineInPast = 605,
    DownlineLeadTime = 606,
    DownlineWindowInverted = 607,
    DownlineNoticeMissing = 608,
    DownlineSensitivePeriod = 609,
    ExtensionLimit = 610,
    ExtensionNotLater = 611,
    RetestMissing = 612,
    WindowUnknown = 613,
    RestoreApprovalMissing = 614,
    RestoreRequestNotNeeded = 615,
    DownlineWindowTooFar = 616,

    // Suspension, closure, transfer.
    SuspensionAlreadyConfirmed = 700,
    ClosureNoticeRunning = 701,
    ClosureChecklistUnmet = 702,
    ClosureFilingsOpen = 703,
    ClosureReopenBlocked = 704,
    TransferReceiverInvalid = 705,
    TransferNotAccepted = 706,
    TransferAlreadyAccepted = 707,

    // Persons in the records.
    DisclosureReasonMissing = 750,
    DisclosureUnknown = 751,

    // Deadlines.
    DeadlineUnknown = 760,
    DeadlineAcknowledged = 761,
    DeadlineOfOthers = 762,

    // Cases.
    CaseUnknown = 770,
    CaseTimesInverted = 771,
    CaseDowntimeAuthorised = 772,
    CaseAlreadyOpen = 773,
    CaseAlreadyDecided = 774,
    CaseAlreadyReplied = 775,
    CaseReplyRunning = 776,
    CaseNotConfirmed = 777,
    CaseAlreadyConcluded = 778,
    AppealTooLate = 779,
    AppealAlreadyFiled = 780,
    AppealNotOpen = 781,
    AppealRunning = 782,
    CaseNoticeNotDue = 783,
    CaseNoticeAlreadyIssued = 784,
    CaseNoticeMissing = 785,

    // Accounts, API clients and webhooks. They cite no clause.
    AccountRolesInvalid = 800,
    AccountIsRetired = 801,
    UserNameInvalid = 802,
    UserNameTaken = 803,
    ClientIdInvalid = 804,
    ClientIdTaken = 805,
    ClientUnknown = 806,
    ClientScopesInvalid = 807,
    ClientExpiryInvalid = 808,
    AddressRangeInvalid = 809,
    OwnAccount = 810,
    PersonIdInvalid = 811,
    ClientsTooMany = 812,
    WebhookUrlInvalid = 813,
    WebhookIdInvalid = 814,
    WebhookIdTaken = 815,
    WebhookUnknown = 816,
    WebhooksTooMany = 817,
    WebhookTypesInvalid = 818,
    WebhookRoleInvalid = 819,
    WebhooksOff = 820,
    SavedViewsTooMany = 830,
    NoticeAddressInvalid = 831,
    NoticeRobotInvalid = 832,
    NoticeChannelOff = 833,
    NoticeChannelsUnset = 834,

    // Who may ask, and how: the door's own reasons. They cite no clause.
    RoleNotAllowed = 900,
    IdempotencyKeyMissing = 901,
    IdempotencyKeyReused = 902,
    VersionStale = 903,
    NotFound = 904,
    Malformed = 905,
    Unauthenticated = 906,
    TooManyRequests = 907,
    OutcomeUnknown = 908,
    Overloaded = 909,
    BodyTooLarge = 910,
    UnsupportedMediaType = 911,
    MethodNotAllowed = 912,
    PreconditionMalformed = 913,
    NotReady = 914,
    NotAcceptable = 915,
    AntiforgeryMissing = 916,
    RequestTooSlow = 920,
    NotSealed = 921,

    // Imports and exports. They cite no clause.
    ImportFileUnreadable = 930,
    ImportTooLarge = 931,
    ImportTableMismatch = 932,
    ImportNotChecked = 933,
    ImportHasErrors = 934,
    ImportOver = 935,
    ExportTooLarge = 936,

    // Reports. They cite no clause.
    ComplianceMonthMissing = 950,
}
