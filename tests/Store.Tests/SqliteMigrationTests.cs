using System.Security.Cryptography;
using System.Text;
using NanchangEdu.Registry.Store.Sqlite;

namespace NanchangEdu.Registry.Store.Tests;

public sealed class SqliteMigrationTests
{
    /// <summary>A database out there has journaled these texts: a changed one would never reach it. Add a number instead.</summary>
    private static readonly Dictionary<string, string> Released = new()
    {
        ["0001_register.sql"] = "C4BF82D38E7CCF29657989FBAA1D2C82C50D21A74959575B4566369E7CE76FC8",
        ["0002_accounts.sql"] = "553CC2FF16FA9C978825131A30D9201AD7EBD294DE02176927F1F8931E3861C2",
        ["0003_sealed_ledger.sql"] = "E55202EE4BDFDFCF8B007D3F7CD01FB54BA78F3052944FAECE06E2653E973708",
        ["0004_counters.sql"] = "382CBB4FB247656361DAF5AB47C33D702D5D315DAE2D9A6AD7C0674F63FF03AF",
        ["0005_lists.sql"] = "1F90E0886FACD596B1F7A6912301B86EBA26245196B0ECE7DA1E728B66740C08",
        ["0006_pages.sql"] = "CA3535796B11E42BFFFB03B6B247341A447081BB33A1BB96533484F41821F4BA",
        ["0007_deadlines.sql"] = "B90D0CE6501924E57018F6650DB6D9F4C6BF03C7F344E27C91F8C2F2BD94F0B9",
        ["0008_next_reminder.sql"] = "2FC79D0A59D850E147EAAC3E64546E1D21CBF9615C42C0DE14C09ECFA24DCFE4",
    };

    [Fact]
    public void A_released_script_is_never_edited() =>
        Assert.Equal(Released, SqliteMigration.Scripts.ToDictionary(script => script.Name, script => Hash(script.Contents)));

    [Fact]
    public void Scripts_are_numbered_without_a_gap() =>
        Assert.Equal(
            Enumerable.Range(1, SqliteMigration.Scripts.Count).Select(number => $"{number:0000}"),
            SqliteMigration.Scripts.Select(script => script.Name[..4]));

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
