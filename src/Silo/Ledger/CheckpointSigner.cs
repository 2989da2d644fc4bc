using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Ledger;

/// <summary>Signs by the keys of a file, and brings checkpoints to a file, an address, or both.</summary>
internal sealed class CheckpointSigner(LedgerKeysFile keys, LedgerOptions options) : ICheckpointSigner, IDisposable
{
    /// <summary>Tells the receiver which checkpoint it is, without reading it.</summary>
    private const string NumberHeader = "Registry-Checkpoint";

    /// <summary>And by which key it is verified.</summary>
    private const string VerifierHeader = "Registry-Verifier";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };

    public Checkpoint Sign(TreeHead head) => CheckpointNote.Sign(head, keys.Current.Signing);

    public async Task Place(IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(options.CheckpointFile)) CheckpointFile.Add(options.CheckpointFile, checkpoints);
        if (options.CheckpointUrl is not { } url) return;

        foreach (var checkpoint in checkpoints) await Post(url, checkpoint, cancellationToken);
    }

    public void Dispose() => http.Dispose();

    private async Task Post(Uri url, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(checkpoint.Note))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("text/plain", "utf-8") },
            },
        };
        request.Headers.Add(NumberHeader, checkpoint.Number.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(VerifierHeader, checkpoint.Verifier);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode) throw new CheckpointNotPlacedException($"{url.Host} answered {(int)answer.StatusCode}");
        }
        catch (Exception trouble) when (trouble is HttpRequestException || (trouble is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CheckpointNotPlacedException($"{url.Host}: {trouble.Message}", trouble);
        }
    }
}
