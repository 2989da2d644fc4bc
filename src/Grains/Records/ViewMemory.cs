using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>
/// Views of one record as bytes, rendered once per version, question and mask. Each holds until something that time alone
/// changes: a date in Shanghai, or the record's next due instant.
/// </summary>
internal sealed class ViewMemory(int max)
{
    private readonly Dictionary<ViewKey, Entry> views = [];

    private readonly record struct Entry(ReadAnswer Answer, DateTimeOffset From, DateTimeOffset Until);

    public ReadAnswer? Find(ViewKey key, DateTimeOffset now) =>
        views.TryGetValue(key, out var entry) && now >= entry.From && now < entry.Until ? entry.Answer : null;

    public void Keep(ViewKey key, ReadAnswer answer, DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from) return;

        // Full of questions that differ (previews of many windows): starting over is cheaper than counting uses.
        if (views.Count >= max && !views.ContainsKey(key)) views.Clear();
        views[key] = new Entry(answer, from, until);
    }

    public void Clear() => views.Clear();
}

/// <summary>Whoever may see the record and asks with the same key is shown the same bytes.</summary>
/// <param name="Question">What is asked, compared by value.</param>
/// <param name="IsMasked">Whether contacts are masked, by what the caller is to the record.</param>
internal readonly record struct ViewKey(object Question, bool IsMasked);
