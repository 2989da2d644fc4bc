using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace NanchangEdu.Registry.Api.Identity.Standing;

/// <summary>
/// Answers of the store that are good for a short while. Whoever changes what they say and then waits for one lease knows that no
/// gateway goes by the answer of before: each answer counts from the moment its question was asked, on a clock that only goes forward.
/// </summary>
internal sealed class LeasedAnswers<TKey, TValue>(Func<TKey, Task<TValue>> ask, TimeSpan lease, TimeProvider clock) : IDisposable
    where TKey : notnull
{
    private const int KeysMax = 20_000;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = KeysMax });
    private readonly ConcurrentDictionary<TKey, Lazy<Task<Answer>>> underWay = new();

    private sealed record Answer(TValue Value, long AskedAt);

    public ValueTask<TValue> Of(TKey key) =>
        kept.TryGetValue(key, out Answer? answer) && IsFresh(answer!) ? new(answer!.Value) : new(Ask(key));

    /// <summary>In this process the change counts at once.</summary>
    public void Forget(TKey key)
    {
        underWay.TryRemove(key, out _);
        kept.Remove(key);
    }

    public void Dispose() => kept.Dispose();

    private async Task<TValue> Ask(TKey key)
    {
        // One question for all who want to know at the same time. It began before some of them came: if it took longer than a lease, only
        // a question of one's own is certain.
        var shared = underWay.GetOrAdd(key, static (key, self) => new Lazy<Task<Answer>>(() => self.Put(key)), this);
        var answer = await shared.Value;
        return IsFresh(answer) ? answer.Value : (await Put(key)).Value;
    }

    private async Task<Answer> Put(TKey key)
    {
        var askedAt = clock.GetTimestamp();
        try
        {
            var answer = new Answer(await ask(key), askedAt);
            kept.Set(key, answer, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
            return answer;
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }

    private bool IsFresh(Answer answer) => clock.GetElapsedTime(answer.AskedAt) < lease;
}
