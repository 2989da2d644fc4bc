using System.Security.Cryptography;
using System.Text;

namespace NanchangEdu.Registry.Contracts;

/// <summary>Whose account it is, on its way to the grain. It prints nothing: calls are written into logs.</summary>
[GenerateSerializer, Immutable, Alias("nce.AccountId")]
public readonly record struct AccountId([property: Id(0)] string PersonId)
{
    private const string Prefix = "account-";
    private const string ViewsPrefix = "views-";
    private const string NoticesPrefix = "notices-";
    private const int KeyBytes = 16;

    /// <summary>Traces and logs name grains by their keys, and must name no person: the key is a hash of the id.</summary>
    public string GrainKey => Prefix + Hash;

    /// <summary>The key of the person's saved views.</summary>
    public string ViewsKey => ViewsPrefix + Hash;

    /// <summary>The key of the person's inbox.</summary>
    public string NoticesKey => NoticesPrefix + Hash;

    private string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PersonId)).AsSpan(0, KeyBytes));

    public override string ToString() => "an account";
}

/// <summary>An account's grain, with whose it is.</summary>
public readonly struct AccountReference(IAccountGrain grain, AccountId id)
{
    public Task<Outcome> Execute(AccountCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        grain.Execute(id, command, envelope, cancellationToken);

    public Task<ReadAnswer> Read(Actor by, bool checkedAgainstStore, CancellationToken cancellationToken) =>
        grain.Read(id, by, checkedAgainstStore, cancellationToken);
}

public static class AccountReferences
{
    public static AccountReference GetAccount(this IGrainFactory grains, string personId)
    {
        var id = new AccountId(personId);
        return new AccountReference(grains.GetGrain<IAccountGrain>(id.GrainKey), id);
    }
}
