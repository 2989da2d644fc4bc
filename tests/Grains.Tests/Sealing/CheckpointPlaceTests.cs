using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Sealing;

/// <summary>Checkpoints are posted to an address, one after another; whatever is no 2xx is no receipt.</summary>
public sealed class CheckpointPlaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_is_posted_in_its_order_as_the_text_that_was_signed()
    {
        await using var receiver = new Receiver();
        using var signer = Signer(receiver.Address);
        var checkpoints = Checkpoints(signer, 1, 2, 3);

        await signer.Place(checkpoints, default);

        Assert.Equal(checkpoints.Select(checkpoint => new Posted(checkpoint.Number.ToString(CultureInfo.InvariantCulture), "text/plain; charset=utf-8", checkpoint.Note)), receiver.Taken);
        Assert.All(receiver.Taken, posted => Assert.NotNull(CheckpointNote.Open(posted.Body, Keys().Current.Verifiers)));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_answer_other_than_2xx_is_no_receipt_and_stops_those_behind(int status)
    {
        await using var receiver = new Receiver { Status = status };
        using var signer = Signer(receiver.Address);

        var refusal = await Assert.ThrowsAsync<CheckpointNotPlacedException>(() => signer.Place(Checkpoints(signer, 1, 2), default));

        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(receiver.Taken).Number);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_told()
    {
        Uri gone;
        await using (var receiver = new Receiver()) gone = receiver.Address;
        using var signer = Signer(gone);

        var refusal = await Assert.ThrowsAsync<CheckpointNotPlacedException>(() => signer.Place(Checkpoints(signer, 1), default));

        Assert.IsType<HttpRequestException>(refusal.InnerException);
    }

    [Fact]
    public async Task File_and_address_both_have_them_after_the_second_went_wrong_at_first()
    {
        var file = folder.File("checkpoints.jsonl");
        await using var receiver = new Receiver { Status = 500 };
        using var signer = Signer(receiver.Address, file);
        var checkpoints = Checkpoints(signer, 1, 2);

        await Assert.ThrowsAsync<CheckpointNotPlacedException>(() => signer.Place(checkpoints, default));
        receiver.Status = 204;
        await signer.Place(checkpoints, default);

        Assert.Equal([1L, 2L], CheckpointFile.Read(file).Select(line => line.Number));
        Assert.Equal(["1", "1", "2"], receiver.Taken.Select(posted => posted.Number));
    }

    private CheckpointSigner Signer(Uri address, string? file = null) =>
        new(Keys(), new LedgerOptions { CheckpointUrl = address, CheckpointFile = file });

    /// <summary>The same key each time.</summary>
    private LedgerKeysFile Keys()
    {
        var path = folder.File("ledger.key");
        if (!File.Exists(path)) File.WriteAllText(path, LedgerKey.MakePem());
        return new LedgerKeysFile(path, LedgerOptions.DefaultName, TimeProvider.System, NullLogger<LedgerKeysFile>.Instance);
    }

    private static Checkpoint[] Checkpoints(CheckpointSigner signer, params int[] numbers) =>
        [.. numbers.Select(number => signer.Sign(new TreeHead(number, 10 * number, 20 * number, new byte[32], new DateTimeOffset(2026, 3, 2, 2, 0, number, TimeSpan.Zero))))];

    /// <summary>What came to the receiver.</summary>
    private sealed record Posted(string Number, string? Type, string Body);

    /// <summary>Takes what is posted, and answers as it is told.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly ConcurrentQueue<Posted> taken = new();
        private readonly WebApplication app;

        public Receiver()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            app = builder.Build();
            app.MapPost("/checkpoints", async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
                taken.Enqueue(new Posted(context.Request.Headers["Registry-Checkpoint"].ToString(), context.Request.ContentType, await reader.ReadToEndAsync()));
                context.Response.StatusCode = Status;
                context.Response.Headers.Location = "/elsewhere";
            });
            app.Start();
            Address = new Uri(app.Urls.Single() + "/checkpoints");
        }

        public Uri Address { get; }

        public int Status { get; set; } = 200;

        public Posted[] Taken => [.. taken];

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
