using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>What tables need of a site's view.</summary>
public sealed record TabledSite(
    SiteId Id, long Version, UnitBrief Unit, SiteProfile Profile, ImmutableArray<FilingView> Filings, ImmutableArray<SecurityTestView> SecurityTests)
{
    /// <summary>A view has much more than tables read.</summary>
    private static readonly JsonSerializerOptions Form = new(RegistryJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <param name="view">A site's view, UTF-8 JSON.</param>
    public static TabledSite Read(ReadOnlySpan<byte> view) =>
        JsonSerializer.Deserialize<TabledSite>(view, Form) ?? throw new JsonException("a view is an object");

    internal Filing? FilingOf(FilingKind kind) => Filings.FirstOrDefault(filing => filing.Kind == kind)?.Filing;
}
