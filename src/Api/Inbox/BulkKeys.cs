using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Inbox;

/// <summary>
/// The key under which an item of a bulk is known: the bulk's, the site and the request. So a bulk that is repeated meets the answers of the items
/// that were decided and decides the others, from any gateway.
/// </summary>
internal static class BulkKeys
{
    /// <summary>Where the bulk's own key is too long to stand in it, its hash does.</summary>
    public static string Of(string key, SiteId site, int request)
    {
        var item = string.Create(CultureInfo.InvariantCulture, $":{site}:{request}");
        return (key.Length + item.Length <= Limits.IdempotencyKeyLength ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))) + item;
    }
}
