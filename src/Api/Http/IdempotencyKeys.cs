using Microsoft.Extensions.Primitives;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>The caller's own key for one command: repeating it brings the first answer back and nothing else.</summary>
public static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";

    public static ProblemResult? Find(StringValues header, out string key)
    {
        key = header.Count == 1 ? header[0] ?? "" : "";
        if (header.Count == 0) return Problems.Of(RuleId.IdempotencyKeyMissing);

        var fits = key.Length is > 0 and <= Limits.IdempotencyKeyLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~');
        return fits ? null : Problems.Malformed(new Fault(
            Header, "idempotency-key",
            $"应为 1 到 {Limits.IdempotencyKeyLength} 个可见 ASCII 字符",
            $"must be 1 to {Limits.IdempotencyKeyLength} visible ASCII characters"));
    }
}
