namespace NanchangEdu.Registry.Api.Commands;

/// <summary>What the program may be told to do instead of serving, by its first word on the command line.</summary>
internal static class Verb
{
    public const string Migrate = "migrate";
    public const string Verify = "verify";
    public const string Client = "client";
    public const string Ledger = "ledger";
    public const string Policy = "policy";
    public const string Calendar = "calendar";

    private static readonly string[] All = [Migrate, Verify, Client, Ledger, Policy, Calendar];

    /// <returns>The verb, and what follows it; null for a program that serves.</returns>
    public static (string Name, string[] Arguments)? Of(string[] arguments) =>
        arguments is [var first, .. var rest] && All.Contains(first, StringComparer.Ordinal) ? (first, rest) : null;
}
