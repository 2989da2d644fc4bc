using System.Collections.Immutable;
using System.Security.Cryptography;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 网站基本信息 (NC-3.8): which of it is material, what an approval binds to, and what must be there and well formed.
/// Material (L4): host, site name, unit, hosting provider and place, platform.
/// </summary>
public static class SiteProfiles
{
    /// <summary>NC-3.8, L4. Whether the change touches what an approval was given for.</summary>
    public static bool IsMaterial(SiteProfile before, SiteProfile after) =>
        before.Name != after.Name || before.NameNote != after.NameNote
        || !before.Hosts.SequenceEqual(after.Hosts, StringComparer.Ordinal) || !SamePlatform(before, after);

    /// <summary>Whether tests and hosting checks of the one still say something of the other.</summary>
    public static bool SamePlatform(SiteProfile before, SiteProfile after) =>
        before.Platform == after.Platform && HostingHash(before) == HostingHash(after);

    /// <summary>What an approval binds to: lower-case hex SHA-256 over the material fields.</summary>
    public static string HashOf(SiteProfile profile, UnitId unit) => Hash(
        [unit.Uscc, profile.Name, profile.NameNote ?? "", .. profile.Hosts, profile.Platform, profile.Hosting.Provider, profile.Hosting.Place]);

    /// <summary>What the centre's check of the hosting binds to (NC-9.4).</summary>
    public static string HostingHash(SiteProfile profile) => Hash(
        [profile.Hosting.Provider, profile.Hosting.Place, profile.Hosting.OnMainland ? "1" : "0"]);

    /// <summary>
    /// NC-4.1, NC-4.2, NC-4.3, NC-9.4 and the formats. Refusals: profile-incomplete, domain-name-invalid, domain-outside-zone,
    /// domain-label-reserved, site-name-mismatch, hosting-outside-mainland, ip-address-invalid, contact-invalid.
    /// </summary>
    internal static Refusal? Check(SiteProfile profile, UnitFacts unit, SiteContext context)
    {
        if (Missing(profile) is { Length: > 0 } missing)
        {
            return context.Refuse(RuleId.ProfileIncomplete, missing, Figure.Of("left", missing.Length));
        }

        foreach (var host in profile.Hosts)
        {
            var zones = context.Policy.ZonesOf(unit.Authority);
            var own = unit.HasExemption(ExemptionKind.OwnDomain, context.Today);
            if ((own ? DomainName.Parse(host) : DomainName.Parse(host, zones)).Problem is { } problem)
            {
                return context.Refuse(problem, Figure.Of("host", host), Figure.Of("expected", string.Join("、", zones)));
            }
        }

        if (!SiteName.Fits(profile.Name, profile.NameNote, unit.Name) && !unit.HasExemption(ExemptionKind.SiteName, context.Today))
        {
            return context.Refuse(RuleId.SiteNameMismatch, Figure.Of("value", profile.Name), Figure.Of("expected", unit.Name));
        }

        if (!profile.Hosting.OnMainland)
        {
            return context.Refuse(RuleId.HostingOutsideMainland, Figure.Of("value", profile.Hosting.Place));
        }

        if (IpAddressText.Parse(profile.Hosting.IpAddress).Problem is { } address)
        {
            return context.Refuse(address, Figure.Of("value", profile.Hosting.IpAddress));
        }

        // A refusal is kept with its key: it names the place, never the person's number.
        foreach (var contact in profile.Contacts)
        {
            if (PhoneNumber.Parse(contact.Phone).Problem is { } phone)
            {
                return context.Refuse(phone, Figure.Of("field", $"contacts.{Wire.Name(contact.Duty)}.phone"));
            }

            if (contact.Email is { } text && EmailText.Parse(text).Problem is { } email)
            {
                return context.Refuse(email, Figure.Of("field", $"contacts.{Wire.Name(contact.Duty)}.email"));
            }
        }

        return null;
    }

    /// <summary>Hosts in canonical form, the annotation null when empty: what is stored and compared.</summary>
    internal static SiteProfile Canonical(SiteProfile profile) => profile with
    {
        Name = profile.Name.Trim(),
        NameNote = string.IsNullOrWhiteSpace(profile.NameNote) ? null : profile.NameNote.Trim(),
        Hosts = [.. profile.Hosts.Select(h => DomainName.Parse(h).Value?.Host ?? h).Distinct(StringComparer.Ordinal)],
        Functions = [.. profile.Functions.Distinct().Order()],
    };

    private static ImmutableArray<RefusalItem> Missing(SiteProfile p)
    {
        var items = ImmutableArray.CreateBuilder<RefusalItem>();
        void Need(bool there, string field, string zh, string en)
        {
            if (!there)
            {
                items.Add(new(field, "NC-3.8", "sponsor", $"请填写{zh}", $"please give the {en}"));
            }
        }

        Need(!string.IsNullOrWhiteSpace(p.Name), "name", "网站名称", "site name");
        Need(p.Hosts.Length > 0, "hosts", "至少一个域名", "site's host name, at least one");
        Need(!string.IsNullOrWhiteSpace(p.Purpose), "purpose", "开办目的", "purpose");
        Need(p.Functions.Length > 0, "functions", "至少一项网站功能", "functions, at least one");
        Need(!string.IsNullOrWhiteSpace(p.Platform), "platform", "网站平台", "platform");
        Need(!string.IsNullOrWhiteSpace(p.Hosting.Provider), "hosting.provider", "托管服务商", "hosting provider");
        Need(!string.IsNullOrWhiteSpace(p.Hosting.Place), "hosting.place", "服务器所在地", "place of the server");
        return items.ToImmutable();
    }

    private static string Hash(ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
