using System.Security.Cryptography;
using NanchangEdu.Registry.Hosting.Ledger;

namespace NanchangEdu.Registry.Hosting.Tests.Ledger;

public sealed class LedgerKeyTests
{
    /// <summary>Of RFC 8410 §10.3, as openssl writes it, and its public half of §10.1.</summary>
    private const string Private =
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";

    private const string Public =
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

    [Fact]
    public void A_private_key_has_the_public_half_that_the_standard_says()
    {
        var ring = LedgerKeyRing.Read("ledger", Private);

        Assert.EndsWith("+ARm/RAlphM3+hUG6wWfcO5bIUIaqMLa2ywxcOK1wMWbh", ring.Signing.Verifier.Text, StringComparison.Ordinal);
        Assert.Equal(ring.Signing.Verifier.Text, Assert.Single(LedgerKeyRing.Read("ledger", LedgerKey.MakePem() + Public).Verifiers, key => key.Text == ring.Signing.Verifier.Text).Text);
    }

    [Fact]
    public void After_a_change_the_first_key_signs_and_the_one_before_still_verifies()
    {
        var before = LedgerKeyRing.Read("ledger", Private);
        var after = LedgerKeyRing.Read("ledger", LedgerKey.MakePem() + Private);

        Assert.NotEqual(before.Signing.Verifier.Text, after.Signing.Verifier.Text);
        Assert.Equal("a\n", SignedNote.Open(SignedNote.Sign("a\n", before.Signing), after.Verifiers));
        Assert.Null(SignedNote.Open(SignedNote.Sign("a\n", after.Signing), before.Verifiers));
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_refused_without_a_word_of_it()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = curve.ExportPkcs8PrivateKeyPem();
        string[] useless = ["", "nothing", Public, secret, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", curve.ExportECPrivateKeyPem()];

        foreach (var pem in useless)
        {
            var refusal = Assert.Throws<InvalidDataException>(() => LedgerKeyRing.Read("ledger", pem));
            Assert.DoesNotContain(secret[30..60], refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("账本")]
    public void A_name_that_a_note_cannot_carry_is_refused(string name) =>
        Assert.Throws<InvalidDataException>(() => LedgerKeyRing.Read(name, Private));
}
