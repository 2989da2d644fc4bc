using System.Text;

namespace NanchangEdu.Registry.Bench.Load.Seeding;

/// <summary>What one copy has of its own, in the order of the template's names that it stands for.</summary>
internal sealed record Names(string SiteId, string Unit, string UnitName, string Host, string Authority)
{
    public List<string> Each { get; } = [SiteId, Unit, UnitName, Host, Authority];
}

/// <summary>A text of the template, cut once where it names the template, so that a copy's text is put together and not searched for.</summary>
internal sealed class Stencil
{
    private readonly string[] constants;
    private readonly int[] holes;

    public Stencil(string text, Names template)
    {
        var (parts, names) = (new List<string>(), new List<int>());
        var rest = 0;
        for (var at = 0; at < text.Length;)
        {
            // Search texts are in lower case, letters of a credit code included.
            var name = template.Each.FindIndex(known => string.Compare(text, at, known, 0, known.Length, StringComparison.OrdinalIgnoreCase) == 0);
            if (name < 0)
            {
                at++;
                continue;
            }

            parts.Add(text[rest..at]);
            names.Add(name);
            rest = at += template.Each[name].Length;
        }

        constants = [.. parts, text[rest..]];
        holes = [.. names];
    }

    public string Text(Names copy)
    {
        if (holes.Length == 0) return constants[0];

        var text = new StringBuilder(constants[0]);
        for (var i = 0; i < holes.Length; i++) text.Append(copy.Each[holes[i]]).Append(constants[i + 1]);
        return text.ToString();
    }

    public byte[] Bytes(Names copy) => Encoding.UTF8.GetBytes(Text(copy));
}
