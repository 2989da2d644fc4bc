using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Startup;

/// <summary>A start that fails says why in one sentence, in Chinese and English, and ends with a code other than 0.</summary>
internal static class StartupFailures
{
    public const int ExitCode = 1;

    public static async Task<int> Tell(Func<Task<int>> start)
    {
        try
        {
            return await start();
        }
        catch (Exception trouble) when (trouble is not HostAbortedException)
        {
            await Console.Error.WriteLineAsync(SentenceOf(trouble));
            return ExitCode;
        }
    }

    public static string SentenceOf(Exception trouble)
    {
        var chain = Chain(trouble);
        return chain.Select(Known).FirstOrDefault(sentence => sentence is not null)
            ?? $"启动失败：{OneLine(trouble.Message)} [The registry could not start: {trouble.GetType().Name}]";
    }

    private static string? Known(Exception trouble) => trouble switch
    {
        StorageStartException storage => $"{storage.Chinese} [{storage.English}]",
        RegistrySettingException setting => $"{setting.Chinese} [{setting.English}]",
        AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            "端口已被占用，请停止占用它的程序，或用 --urls http://127.0.0.1:端口 另选端口。" +
            " [The port is in use: stop the program that has it, or choose another with --urls http://127.0.0.1:PORT.]",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "没有监听该端口的权限，请另选 1024 以上的端口。 [No permission to listen on that port: choose one above 1024.]",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            "本机没有该监听地址，请检查 --urls。 [This machine has no such address to listen on: check --urls.]",
        SqliteException { SqliteErrorCode: 11 or 26 } =>
            "数据库文件已损坏或不是数据库，请从备份恢复后再启动。 [A database file is damaged or no database: restore it from a backup.]",
        SqliteException { SqliteErrorCode: 8 or 14 or 3 or 23 } =>
            "数据库文件不能写入，请检查数据文件夹的权限。 [A database file cannot be written: check the permissions of the data folder.]",
        SqliteException { SqliteErrorCode: 5 or 6 } =>
            "数据库正被另一个进程使用，请先停止它。 [Another process uses the database: stop it first.]",
        SqliteException { SqliteErrorCode: 13 } =>
            "磁盘已满，无法写入数据。 [The disk is full.]",
        UnauthorizedAccessException =>
            $"数据文件夹不能写入：{OneLine(trouble.Message)} [The data folder cannot be written.]",
        DirectoryNotFoundException or FileNotFoundException or IOException =>
            $"文件或文件夹不可用：{OneLine(trouble.Message)} [A file or folder cannot be used.]",
        OptionsValidationException invalid =>
            $"配置不正确：{OneLine(string.Join("；", invalid.Failures))} [The configuration is invalid.]",
        _ => EmbeddedMode.SentenceOf(trouble),
    };

    /// <summary>The innermost first, for it says most: an address in use comes wrapped in an IOException.</summary>
    private static List<Exception> Chain(Exception trouble)
    {
        var found = new List<Exception>();
        for (var current = trouble; current is not null; current = Inner(current)) found.Add(current);
        found.Reverse();
        return found;
    }

    private static Exception? Inner(Exception trouble) =>
        trouble is AggregateException { InnerExceptions: [var first, ..] } ? first : trouble.InnerException;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
