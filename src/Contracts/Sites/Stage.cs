namespace NanchangEdu.Registry.Contracts;

/// <summary>The stage of a site's life. Health and compliance are axes of their own.</summary>
public enum Stage
{
    /// <summary>草稿</summary>
    Draft = 1,
    /// <summary>审核中: a launch request is open</summary>
    InReview = 2,
    /// <summary>已批准，待上线</summary>
    Approved = 3,
    /// <summary>在线</summary>
    Live = 4,
    /// <summary>在线，已批准临时下线</summary>
    DownlineScheduled = 5,
    /// <summary>临时下线中</summary>
    Downline = 6,
    /// <summary>逾期未恢复</summary>
    Overdue = 7,
    /// <summary>紧急关停</summary>
    Suspended = 8,
    /// <summary>关停办理中</summary>
    Closing = 9,
    /// <summary>已关停</summary>
    Closed = 10,
    /// <summary>已注销</summary>
    Deregistered = 11,
}

/// <summary>合规: nothing open; something late or running out; a confirmed case or an overrun.</summary>
public enum Compliance
{
    Ok = 1,
    Attention = 2,
    Violation = 3,
}
