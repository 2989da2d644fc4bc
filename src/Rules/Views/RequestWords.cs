using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>What requests are called, and whose turn it is.</summary>
internal static class RequestWords
{
    public static (string Zh, string En) Of(RequestKind kind) => kind switch
    {
        RequestKind.Launch => ("上线", "launch"),
        RequestKind.Change => ("重要信息变更", "change"),
        RequestKind.Downline => ("临时下线", "downline"),
        RequestKind.Extension => ("延期", "extension"),
        RequestKind.Restore => ("恢复上线", "restore"),
        RequestKind.Closure => ("关停", "closure"),
        _ => ("移交", "transfer"),
    };

    /// <summary>Two keys: the centre has not turned its own yet.</summary>
    public static bool WaitsForCentre(Request request) =>
        request.Kind is RequestKind.Change or RequestKind.Restore && request.Verification?.Result != VerificationResult.Verified;
}
