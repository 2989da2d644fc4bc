using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanchangEdu.Registry.Store;

/// <summary>What a site's deadlines say, as a number: a writer remembers it of many sites, where the rows would be many times the size.</summary>
internal static class DeadlinePrint
{
    /// <summary>Stands in no text of a deadline.</summary>
    private const char Between = '\u001f';

    public static UInt128 Of(ImmutableArray<DeadlineCatalogRow> deadlines)
    {
        if (deadlines.IsDefaultOrEmpty) return UInt128.Zero;

        var said = new StringBuilder(deadlines.Length * 128);
        foreach (var d in deadlines)
        {
            said.Append(CultureInfo.InvariantCulture, $"{d.Kind}{Between}{d.Number}{Between}{d.Clause}{Between}{d.Who}{Between}{d.Since.DayNumber}{Between}")
                .Append(CultureInfo.InvariantCulture, $"{d.DueOn.DayNumber}{Between}{d.IsEstimated}{Between}{d.Zh}{Between}{d.En}{Between}{d.Ladder}{Between}{d.IsAcknowledged}{Between}");
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())));
    }
}
