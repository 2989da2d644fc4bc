using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace NanchangEdu.Registry.Hosting.Ledger;

/// <summary>
/// A public key that verifies checkpoints, in the form of C2SP signed-note: <c>name+hash+base64(0x01 ‖ key)</c>, Ed25519. Its hash, which a
/// signature names, is the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
/// </summary>
public sealed class LedgerVerifier
{
    internal const byte Ed25519Type = 1;
    internal const int KeyHashBytes = 4;

    private readonly byte[] publicKey;

    internal LedgerVerifier(string name, byte[] publicKey)
    {
        (Name, this.publicKey) = (name, publicKey);
        Hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey])[..KeyHashBytes];
        Text = string.Create(CultureInfo.InvariantCulture, $"{name}+{Convert.ToHexStringLower(Hash)}+{Convert.ToBase64String([Ed25519Type, .. publicKey])}");
    }

    public string Name { get; }

    /// <summary>The whole, to be written down where nobody who changes the database can change it.</summary>
    public string Text { get; }

    internal byte[] Hash { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out LedgerVerifier? verifier)
    {
        verifier = null;
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0])) return false;

        var key = new byte[parts[2].Length];
        if (!Convert.TryFromBase64String(parts[2], key, out var length) || length != 1 + Ed25519PublicKeyParameters.KeySize || key[0] != Ed25519Type) return false;

        var made = new LedgerVerifier(parts[0], key[1..length]);
        if (!made.Text.Equals(text, StringComparison.Ordinal)) return false;
        verifier = made;
        return true;
    }

    /// <summary>No blank and no plus: both end a name in a note.</summary>
    internal static bool IsName(string name) => name.Length is > 0 and <= 200 && name.All(c => c is > ' ' and <= '~' and not '+');

    internal bool Verifies(ReadOnlySpan<byte> text, byte[] signature)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: false, new Ed25519PublicKeyParameters(publicKey));
        signer.BlockUpdate(text);
        return signer.VerifySignature(signature);
    }
}
