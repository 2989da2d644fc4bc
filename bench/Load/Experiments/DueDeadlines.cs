using System.Globalization;
using Npgsql;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>A deadline at every draft of a register, all of which fall due when it is told; and how far the sweeper has come with them.</summary>
internal sealed class DueDeadlines(string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SweptMax = TimeSpan.FromMinutes(10);

    /// <summary>Told of on its last day and on each after it.</summary>
    private const string Daily = "0/1/0";

    /// <summary>As the registry counts days.</summary>
    private const string Today = "(now() AT TIME ZONE 'Asia/Shanghai')::date";

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);

    /// <summary>Gives every draft one that nobody is told of yet. Returns how many there are.</summary>
    public Task<int> Give() => Execute(
        $"""
        WITH given AS (
            INSERT INTO deadline
            SELECT id, 'icp-change', 0, unit, authority, 'NC-3.6', 'sponsor', current_date - 90, current_date - 60, false,
                '办结 ICP 备案变更并填报结果', 'bring the change of the ICP filing to its end and record it', '{Daily}', false
            FROM site WHERE stage = 'draft'
            RETURNING site_id, kind, number, due_on)
        INSERT INTO next_reminder SELECT site_id, kind, number, due_on, NULL FROM given
        """);

    /// <summary>Of each one a rung lies on today. They get another date each time, so that none was told of before.</summary>
    public async Task FallDue(int round)
    {
        await Execute(string.Create(CultureInfo.InvariantCulture, $"UPDATE deadline SET due_on = {Today} - {round} WHERE kind = 'icp-change'"));
        await Execute(string.Create(
            CultureInfo.InvariantCulture, $"UPDATE next_reminder SET due_on = {Today} - {round}, next_rung_on = {Today} WHERE kind = 'icp-change'"));
        await Execute("VACUUM (ANALYZE) deadline, next_reminder");
    }

    /// <summary>
    /// When the sweeper had begun and when nothing was left, and how many it told of between the two. Looks ask for one row alone: to count a
    /// hundred thousand again and again would be a load of its own.
    /// </summary>
    public (Task<long> Begun, Task<long> Over, Task<int> Told) Watch()
    {
        var (begun, over, told) = (NewSource<long>(), NewSource<long>(), NewSource<int>());
        _ = Follow();
        return (begun.Task, over.Task, told.Task);

        async Task Follow()
        {
            try
            {
                var (clock, since, before) = (TimeProvider.System, TimeProvider.System.GetTimestamp(), await Latest());
                while (await Latest() == before) await Wait(since);
                var first = await Left();
                begun.SetResult(clock.GetTimestamp());
                while (await IsAnyLeft()) await Wait(since);
                over.SetResult(clock.GetTimestamp());
                told.SetResult(first);
            }
            catch (Exception trouble)
            {
                begun.TrySetException(trouble);
                over.TrySetException(trouble);
                told.TrySetException(trouble);
            }
        }

        static Task Wait(long since) =>
            TimeProvider.System.GetElapsedTime(since) > SweptMax ? throw new TimeoutException("the deadlines were not swept") : Task.Delay(Look);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<int> Left() => (int)(await Ask($"SELECT count(*)::integer FROM next_reminder WHERE next_rung_on <= {Today}"))!;

    private async Task<bool> IsAnyLeft() => await Ask($"SELECT 1 FROM next_reminder WHERE next_rung_on <= {Today} LIMIT 1") is not null;

    /// <summary>When anything was last told; null before the first.</summary>
    private async Task<string?> Latest() => await Ask("SELECT max(told_at) FROM reminder") as string;

    private async Task<object?> Ask(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private async Task<int> Execute(string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync();
    }
}
