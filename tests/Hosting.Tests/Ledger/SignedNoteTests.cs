using NanchangEdu.Registry.Hosting.Ledger;

namespace NanchangEdu.Registry.Hosting.Tests.Ledger;

/// <summary>C2SP signed-note: what we sign others verify, and what others signed we do.</summary>
public sealed class SignedNoteTests
{
    /// <summary>The example in the documentation of Go's package golang.org/x/mod/sumdb/note.</summary>
    private const string TheirVerifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private const string TheirNote =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private readonly LedgerKeyRing keys = LedgerKeyRing.Read("ledger", LedgerKey.MakePem());

    [Fact]
    public void A_note_that_another_program_signed_is_opened()
    {
        Assert.True(LedgerVerifier.TryParse(TheirVerifier, out var verifier));

        Assert.StartsWith("If you think", SignedNote.Open(TheirNote, [verifier]), StringComparison.Ordinal);
        Assert.Null(SignedNote.Open(TheirNote.Replace("answer", "Answer", StringComparison.Ordinal), [verifier]));
    }

    [Fact]
    public void What_is_signed_is_opened_as_it_was()
    {
        const string Text = "ledger\n12\nroot\n\n— a line that looks like a signature\n";

        Assert.Equal("a\nb\n", SignedNote.Open(SignedNote.Sign("a\nb\n", keys.Signing), keys.Verifiers));
        Assert.Null(SignedNote.Open(SignedNote.Sign(Text, keys.Signing).Replace("12", "13", StringComparison.Ordinal), keys.Verifiers));
    }

    [Fact]
    public void Another_key_of_the_same_name_opens_nothing()
    {
        var others = LedgerKeyRing.Read("ledger", LedgerKey.MakePem());

        Assert.Null(SignedNote.Open(SignedNote.Sign("a\n", keys.Signing), others.Verifiers));
        Assert.Null(SignedNote.Open(SignedNote.Sign("a\n", keys.Signing), []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\n")]
    [InlineData("a\n\n— ledger \n")]
    [InlineData("a\n\n— ledger AAAA\n")]
    [InlineData("a\n\n— ledger not-base64\n")]
    [InlineData("a\n\n— \n")]
    public void What_is_no_note_is_not_opened(string note) => Assert.Null(SignedNote.Open(note, keys.Verifiers));

    [Theory]
    [InlineData("")]
    [InlineData("PeterNeumann")]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+ARpc2Qc")]
    public void What_is_no_verifier_is_not_taken_for_one(string text) => Assert.False(LedgerVerifier.TryParse(text, out _));
}
