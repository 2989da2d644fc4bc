using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace NanchangEdu.Registry.Hosting.Ledger;

/// <summary>An Ed25519 key that signs checkpoints.</summary>
public sealed class LedgerKey
{
    private readonly Ed25519PrivateKeyParameters secret;

    internal LedgerKey(string name, Ed25519PrivateKeyParameters secret)
    {
        this.secret = secret;
        Verifier = new LedgerVerifier(name, secret.GeneratePublicKey().GetEncoded());
    }

    public LedgerVerifier Verifier { get; }

    /// <summary>A new key as PEM, PKCS #8: what <c>openssl genpkey -algorithm ed25519</c> writes.</summary>
    public static string MakePem()
    {
        var made = new Ed25519PrivateKeyParameters(new SecureRandom());
        return PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(made).GetDerEncoded()) + "\n";
    }

    internal byte[] Sign(byte[] text)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, secret);
        signer.BlockUpdate(text);
        return signer.GenerateSignature();
    }
}

/// <summary>
/// The keys of one file: the first private one signs; the others, and public ones, verify what was signed before the key was changed.
/// </summary>
public sealed record LedgerKeyRing(LedgerKey Signing, ImmutableArray<LedgerVerifier> Verifiers)
{
    private const string PrivateLabel = "PRIVATE KEY";
    private const string PublicLabel = "PUBLIC KEY";

    /// <param name="name">Under which name the keys sign.</param>
    /// <param name="pem">PEM: PKCS #8 private keys, the first of which signs, and SubjectPublicKeyInfo public ones.</param>
    /// <exception cref="InvalidDataException">A sentence that says what is wrong, and nothing of what stands in the file.</exception>
    public static LedgerKeyRing Read(string name, string pem)
    {
        if (!LedgerVerifier.IsName(name)) throw Wrong("账本名称只能含可见 ASCII 字符，不含加号", "the ledger's name has visible ASCII characters and no plus");

        LedgerKey? signing = null;
        var verifiers = ImmutableArray.CreateBuilder<LedgerVerifier>();
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            var (label, der) = (rest[found.Label].ToString(), Convert.FromBase64String(rest[found.Base64Data].ToString()));
            if (label == PrivateLabel)
            {
                var key = new LedgerKey(name, PrivateKeyOf(der));
                signing ??= key;
                verifiers.Add(key.Verifier);
            }
            else if (label == PublicLabel)
            {
                verifiers.Add(new LedgerVerifier(name, PublicKeyOf(der).GetEncoded()));
            }
            else
            {
                throw Wrong($"账本密钥文件含有 {label}，只能是 Ed25519 的 PRIVATE KEY 或 PUBLIC KEY", $"the ledger's key file holds a {label}: only Ed25519 PRIVATE KEY and PUBLIC KEY belong there");
            }

            rest = rest[found.Location.End..];
        }

        return signing is null
            ? throw Wrong("账本密钥文件中没有私钥，可用 openssl genpkey -algorithm ed25519 生成", "the ledger's key file holds no private key; make one with openssl genpkey -algorithm ed25519")
            : new LedgerKeyRing(signing, verifiers.ToImmutable());
    }

    internal static LedgerKeyRing Read(string name, byte[] pem) => Read(name, Encoding.UTF8.GetString(pem));

    private static Ed25519PrivateKeyParameters PrivateKeyOf(byte[] der)
    {
        try
        {
            if (PrivateKeyFactory.CreateKey(der) is Ed25519PrivateKeyParameters key) return key;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or IOException or InvalidOperationException)
        {
            throw Wrong("账本密钥文件中的私钥无法读取", "a private key of the ledger's key file cannot be read");
        }

        throw Wrong("账本密钥必须是 Ed25519", "the ledger's keys are Ed25519");
    }

    private static Ed25519PublicKeyParameters PublicKeyOf(byte[] der)
    {
        try
        {
            if (PublicKeyFactory.CreateKey(der) is Ed25519PublicKeyParameters key) return key;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or IOException or InvalidOperationException)
        {
            throw Wrong("账本密钥文件中的公钥无法读取", "a public key of the ledger's key file cannot be read");
        }

        throw Wrong("账本密钥必须是 Ed25519", "the ledger's keys are Ed25519");
    }

    private static InvalidDataException Wrong(string chinese, string english) => new($"{chinese} [{english}]");
}
