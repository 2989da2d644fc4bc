using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

/// <summary>Two silos that demand a caller context, and clients that have one, none or a wrong one.</summary>
public sealed class CallerDemandTests : IAsyncLifetime
{
    private static readonly ClusterSecurityOptions Options = new();

    private readonly RandomCallerKeys keys = new();
    private readonly ShiftedTime siloTime = new();
    private TestSilo silo = null!;
    private TestSilo second = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.Start(Demanding);
        second = await TestSilo.Start(Demanding, silo);
    }

    public async ValueTask DisposeAsync()
    {
        await second.DisposeAsync();
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task A_signed_client_reaches_every_form_of_call_on_both_silos()
    {
        await using var client = await Signed();
        for (var i = 0; i < 20; i++)
        {
            var probe = client.Probe($"probe-{i}");
            Assert.Equal($"probe-{i}", await probe.Plain());
            Assert.Equal("q p-wang", await probe.Read("q", People.Wang, true, Cancellation));
            Assert.Equal("c p-wang", await probe.Execute("c", People.EnvelopeOf(People.Wang), Cancellation));
            Assert.Equal("through p-li", await probe.ReadThrough($"probe-{i + 1}", People.Li));
        }

        AssertNothingRefused();
    }

    [Fact]
    public async Task A_client_without_context_reaches_no_grain_and_learns_why()
    {
        await using var stranger = await Stranger();

        var refusal = await Assert.ThrowsAsync<CallerRefusedException>(() => stranger.Probe().Read("q", People.Wang, false, Cancellation));
        Assert.Contains("Missing", refusal.Message, StringComparison.Ordinal);
        await Refused(stranger.Probe().Plain);
        await Refused(() => stranger.Probe().Execute("c", People.EnvelopeOf(People.Wang), Cancellation));
        Assert.Contains(AllRefusals(), line => line.Contains("Read of probe/probe was refused to a caller: Missing", StringComparison.Ordinal));
        Assert.DoesNotContain(AllRefusals(), line => line.Contains("p-wang", StringComparison.Ordinal) || line.Contains(People.Wang.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_without_context_reaches_neither_management_nor_a_system_target()
    {
        var forget = new Forget();
        await using var stranger = await Stranger(forget);
        await using var gateway = await Signed();

        forget.SystemTargetsToo = true;
        await Refused(() => stranger.Grains.GetGrain<IManagementGrain>(0).GetTotalActivationCount());
        await Refused(() => stranger.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero));
        Assert.Equal(2, (await gateway.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
        await Refused(() => SystemTargets.Statistics(stranger.Grains, silo));
        Assert.NotNull(await SystemTargets.Statistics(gateway.Grains, silo));
    }

    [Fact]
    public async Task An_honest_client_without_keys_cannot_even_start()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestClient.Connect(silo, _ => { }, patience: TimeSpan.FromSeconds(3)));
        Assert.Contains(AllRefusals(), line => line.Contains("GetClusterManifestUpdate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_context_signed_with_another_key_is_refused()
    {
        var stranger = new RandomCallerKeys();
        var signer = new CallerContextSigner(stranger, CallerKind.Gateway, TimeSpan.FromSeconds(30), TimeProvider.System);
        await using var client = await TestClient.Connect(silo, client =>
        {
            client.AddCallerContext(keys, Options);
            client.AddOutgoingGrainCallFilter(new SignAnew(signer));
        });

        await Refused(() => client.Probe().Plain(), CallerVerdict.UnknownKey);
    }

    [Fact]
    public async Task A_captured_context_serves_no_other_person_grain_or_method_and_not_after_its_time()
    {
        var captured = new Capture();
        await using var gateway = await TestClient.Connect(silo, client =>
        {
            client.AddCallerContext(keys, Options);
            client.AddOutgoingGrainCallFilter(captured);
        });
        await gateway.Probe().Read("q", People.Wang, false, Cancellation);
        await using var thief = await TestClient.Connect(silo, client =>
        {
            client.AddCallerContext(keys, Options);
            client.AddOutgoingGrainCallFilter(new Replay(captured.Taken!));
        });

        // The very same call, within its time: what binding and life leave over.
        Assert.Equal("q p-wang", await thief.Probe().Read("q", People.Wang, false, Cancellation));
        await Refused(() => thief.Probe().Read("q", People.Li, false, Cancellation), CallerVerdict.OtherCall);
        await Refused(() => thief.Probe("other").Read("q", People.Wang, false, Cancellation), CallerVerdict.OtherCall);
        await Refused(() => thief.Probe().Execute("c", People.EnvelopeOf(People.Wang), Cancellation), CallerVerdict.OtherCall);
        await Refused(() => thief.Probe().Read("q", People.Wang with { Role = Role.Lead }, false, Cancellation), CallerVerdict.OtherCall);
        await Refused(() => thief.Probe().Read("q", null!, false, Cancellation), CallerVerdict.OtherCall);

        siloTime.Ahead = TimeSpan.FromSeconds(Options.CallerContextSeconds) + CallerContext.SkewMax;
        await Refused(() => thief.Probe().Read("q", People.Wang, false, Cancellation), CallerVerdict.Expired);
    }

    [Fact]
    public async Task A_context_from_a_wrong_clock_is_refused_and_the_silos_stay_together()
    {
        await using var late = await Signed(TimeSpan.FromDays(-400));
        await using var early = await Signed(TimeSpan.FromDays(400));
        await Refused(() => late.Probe().Plain(), CallerVerdict.Expired);
        await Refused(() => early.Probe().Plain(), CallerVerdict.FromTheFuture);

        siloTime.Ahead = TimeSpan.FromDays(400);
        await Task.Delay(TimeSpan.FromSeconds(5), Cancellation);
        siloTime.Ahead = TimeSpan.Zero;
        Assert.Equal(2, (await silo.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
    }

    [Fact]
    public async Task A_gateway_cannot_speak_as_the_registry_itself_and_a_silo_can()
    {
        await using var gateway = await Signed();

        await Refused(() => gateway.Probe().Read("q", Actor.System, false, Cancellation), CallerVerdict.SystemFromGateway);
        await Refused(() => gateway.Probe().Execute("c", People.EnvelopeOf(Actor.System), Cancellation), CallerVerdict.SystemFromGateway);
        await Refused(
            () => gateway.Probe().Read("q", People.Wang with { Role = Role.System }, false, Cancellation), CallerVerdict.SystemFromGateway);
        Assert.Equal("q system", await silo.Grains.GetGrain<IProbeGrain>("probe").Read("q", Actor.System, false, Cancellation));
        Assert.Equal("c system", await second.Grains.GetGrain<IProbeGrain>("probe").Execute("c", People.EnvelopeOf(Actor.System), Cancellation));
    }

    [Fact]
    public async Task A_grain_speaks_for_its_silo_whoever_asked_it()
    {
        await using var gateway = await Signed();

        Assert.Equal("through system", await silo.Grains.GetGrain<IProbeGrain>("one").ReadThrough("two", Actor.System));
        await Refused(() => gateway.Probe("one").ReadThrough("two", Actor.System), CallerVerdict.SystemFromGateway);
    }

    [Fact]
    public async Task Timers_and_cancellation_go_on_working()
    {
        await using var gateway = await Signed();
        for (var i = 0; i < 6; i++)
        {
            var probe = gateway.Probe($"waits-{i}");
            Assert.Equal(1, await probe.TicksAfterStart());
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.WaitForCancellation(soon.Token));
            Assert.Equal(1, await probe.CancelledWaits());
        }

        AssertNothingRefused();
    }

    [Fact]
    public async Task What_a_silo_signed_for_itself_is_of_no_use_to_a_stranger_who_calls_the_same_after_it()
    {
        await using var stranger = await Stranger();
        for (var i = 0; i < 20; i++)
        {
            var key = $"left-{i}";
            await silo.Grains.GetGrain<IProbeGrain>(key).Read("q", People.Wang, false, Cancellation);
            await Refused(() => stranger.Probe(key).Read("q", People.Wang, false, Cancellation));

            // A grain whose first call comes from a grain keeps that call's surroundings for all its life.
            await second.Grains.GetGrain<IProbeGrain>($"{key}-again").ReadThrough($"{key}-other", People.Wang);
            await Refused(() => stranger.Probe($"{key}-other").Read("through", People.Wang, false, Cancellation));
        }
    }

    [Fact]
    public async Task Refusals_are_counted_by_reason()
    {
        await using var stranger = await Stranger();
        var counted = 0L;
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "registry.callers.refused") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Equals(tags[0].Value, "missing")) Interlocked.Add(ref counted, value);
        });
        listener.Start();

        await Refused(() => stranger.Probe().Plain());

        Assert.True(Interlocked.Read(ref counted) >= 1);
    }

    private static async Task Refused(Func<Task> call, CallerVerdict reason = CallerVerdict.Missing)
    {
        var refusal = await Assert.ThrowsAsync<CallerRefusedException>(call);
        Assert.EndsWith($": {reason}", refusal.Message, StringComparison.Ordinal);
    }

    private void Demanding(ISiloBuilder orleans)
    {
        orleans.Services.AddSingleton<TimeProvider>(siloTime);
        orleans.AddCallerContext(keys, Options);
    }

    /// <summary>
    /// A client that learnt from elsewhere which grains there are: without a context an honest one does not get as far, because it
    /// cannot even ask a silo for them.
    /// </summary>
    private Task<TestClient> Stranger(Forget? forget = null) => TestClient.Connect(silo, client =>
    {
        client.AddCallerContext(keys, Options);
        client.AddOutgoingGrainCallFilter(forget ?? new Forget());
    });

    private Task<TestClient> Signed(TimeSpan ahead = default) => TestClient.Connect(silo, client =>
    {
        client.Services.AddSingleton<TimeProvider>(new ShiftedTime { Ahead = ahead });
        client.AddCallerContext(keys, Options);
    });

    private IEnumerable<string> AllRefusals() => silo.Log.Refusals.Concat(second.Log.Refusals);

    private void AssertNothingRefused() => Assert.Empty(AllRefusals());
}

/// <summary>The computer's time, shifted. Timers go by the computer's.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long ahead;

    public TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref ahead));
        set => Interlocked.Exchange(ref ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}

/// <summary>Keeps the context of the last call as it went out.</summary>
internal sealed class Capture : IOutgoingGrainCallFilter
{
    public byte[]? Taken { get; private set; }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Grain is IProbeGrain) Taken = [.. (byte[])RequestContext.Get(CallerContext.Entry)!];
        return context.Invoke();
    }
}

/// <summary>Sends the same context with every call of the probe.</summary>
internal sealed class Replay(byte[] taken) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Grain is IProbeGrain) RequestContext.Set(CallerContext.Entry, taken);
        return context.Invoke();
    }
}

/// <summary>Signs calls of the probe with another key.</summary>
internal sealed class SignAnew(CallerContextSigner signer) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Grain is IProbeGrain) RequestContext.Set(CallerContext.Entry, signer.Sign(context.TargetId, context.Request));
        return context.Invoke();
    }
}

/// <summary>Sends calls without the context they had.</summary>
internal sealed class Forget : IOutgoingGrainCallFilter
{
    public bool SystemTargetsToo { get; set; }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (SystemTargetsToo || !context.TargetId.IsSystemTarget()) RequestContext.Remove(CallerContext.Entry);
        return context.Invoke();
    }
}
