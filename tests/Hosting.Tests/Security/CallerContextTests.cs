using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Security;
using Orleans.Serialization.Invocation;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

/// <summary>Signing and judging alone, without a silo.</summary>
public sealed class CallerContextTests
{
    private static readonly GrainId Target = GrainId.Create("probe", "one");
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    private readonly RandomCallerKeys keys = new();

    private CallerContextVerifier Verifier => new(keys, time);

    [Fact]
    public void What_was_signed_for_a_call_is_accepted_for_that_call() =>
        Assert.Equal(CallerVerdict.Accepted, Verifier.Verify(Sign(ReadBy(People.Wang)), Target, ReadBy(People.Wang)));

    [Fact]
    public void Every_part_of_the_actor_is_bound()
    {
        var context = Sign(ReadBy(People.Wang));
        Actor[] others =
        [
            People.Li,
            People.Wang with { PersonId = "p-wang2" }, People.Wang with { Name = "王老" }, People.Wang with { Role = Role.Lead },
            People.Wang with { Unit = null }, People.Wang with { Unit = new UnitId("12360000491015001B") },
            People.Wang with { Authority = new UnitId("12360000491015001B") }, People.Wang with { Unit = null, Authority = People.Wang.Unit },
            new("p-wan", "g王老师", Role.Clerk, People.Wang.Unit, null),
        ];
        foreach (var other in others) Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(context, Target, ReadBy(other)));
        Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(context, Target, ReadBy(null)));
    }

    [Fact]
    public void Grain_type_key_interface_and_method_are_bound()
    {
        var context = Sign(ReadBy(People.Wang));

        Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(context, GrainId.Create("probe", "two"), ReadBy(People.Wang)));
        Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(context, GrainId.Create("prob", "eone"), ReadBy(People.Wang)));
        Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(context, Target, new OtherMethod(People.Wang)));
    }

    [Fact]
    public void An_actor_in_a_parameter_of_a_wider_type_is_bound_too()
    {
        Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(Sign(new Wide(People.Wang)), Target, new Wide(People.Li)));
        Assert.Equal(CallerVerdict.SystemFromGateway, Verifier.Verify(Sign(new Wide(Actor.System)), Target, new Wide(Actor.System)));
        Assert.Equal(
            CallerVerdict.SystemFromGateway,
            Verifier.Verify(Sign(new Wide(People.EnvelopeOf(Actor.System))), Target, new Wide(People.EnvelopeOf(Actor.System))));
    }

    [Fact]
    public void Only_a_silo_speaks_as_the_registry()
    {
        Assert.Equal(CallerVerdict.SystemFromGateway, Verifier.Verify(Sign(ReadBy(Actor.System)), Target, ReadBy(Actor.System)));
        Assert.Equal(CallerVerdict.Accepted, Verifier.Verify(Sign(ReadBy(Actor.System), CallerKind.Silo), Target, ReadBy(Actor.System)));
    }

    [Fact]
    public void No_byte_of_a_context_can_be_changed()
    {
        for (var at = 0; at < CallerContext.Length; at++)
        {
            var changed = Sign(ReadBy(People.Wang));
            changed[at] ^= 1;
            Assert.NotEqual(CallerVerdict.Accepted, Verifier.Verify(changed, Target, ReadBy(People.Wang)));
        }
    }

    [Fact]
    public void What_is_no_context_is_refused_and_never_a_fault()
    {
        Assert.Equal(CallerVerdict.Missing, Verifier.Verify(null, Target, ReadBy(People.Wang)));
        object[] nonsense = ["text", 5, Array.Empty<byte>(), new byte[CallerContext.Length - 1], new byte[CallerContext.Length + 1], new object()];
        foreach (var one in nonsense) Assert.Equal(CallerVerdict.Malformed, Verifier.Verify(one, Target, ReadBy(People.Wang)));
        for (var i = 0; i < 1000; i++)
        {
            Assert.NotEqual(
                CallerVerdict.Accepted, Verifier.Verify(RandomNumberGenerator.GetBytes(CallerContext.Length), Target, ReadBy(People.Wang)));
        }
    }

    [Fact]
    public void A_context_lives_its_time_and_the_tolerance_for_clocks()
    {
        var context = Sign(ReadBy(People.Wang));
        time.Advance(Life + CallerContext.SkewMax - TimeSpan.FromMilliseconds(1));
        Assert.Equal(CallerVerdict.Accepted, Verifier.Verify(context, Target, ReadBy(People.Wang)));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(CallerVerdict.Expired, Verifier.Verify(context, Target, ReadBy(People.Wang)));
    }

    [Fact]
    public void A_context_from_the_future_is_refused_beyond_the_tolerance()
    {
        var early = new FakeTimeProvider(time.GetUtcNow() + CallerContext.SkewMax);
        var signer = new CallerContextSigner(keys, CallerKind.Gateway, Life, early);
        Assert.Equal(CallerVerdict.Accepted, Verifier.Verify(signer.Sign(Target, ReadBy(People.Wang)), Target, ReadBy(People.Wang)));
        early.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(CallerVerdict.FromTheFuture, Verifier.Verify(signer.Sign(Target, ReadBy(People.Wang)), Target, ReadBy(People.Wang)));
    }

    [Fact]
    public void A_life_longer_than_any_setting_allows_is_refused()
    {
        var signer = new CallerContextSigner(keys, CallerKind.Gateway, TimeSpan.FromSeconds(301), time);

        Assert.Equal(CallerVerdict.Expired, Verifier.Verify(signer.Sign(Target, ReadBy(People.Wang)), Target, ReadBy(People.Wang)));
    }

    [Fact]
    public void Long_and_odd_names_are_bound_like_others()
    {
        var odd = People.Wang with { Name = new string('名', 5000), PersonId = "\ud800\0" };

        Assert.Equal(CallerVerdict.Accepted, Verifier.Verify(Sign(ReadBy(odd)), Target, ReadBy(odd)));
        Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(Sign(ReadBy(odd)), Target, ReadBy(odd with { Name = new string('名', 4999) })));
        Assert.Equal(CallerVerdict.Accepted, Verifier.Verify(Sign(ReadBy(odd with { Name = null! })), Target, ReadBy(odd with { Name = null! })));
    }

    [Fact]
    public void Many_threads_sign_and_verify_at_once()
    {
        var verifier = Verifier;
        Parallel.For(0, 20_000, i =>
        {
            var actor = People.Wang with { PersonId = $"p-{i}" };
            Assert.Equal(CallerVerdict.Accepted, verifier.Verify(Sign(ReadBy(actor)), Target, ReadBy(actor)));
        });
    }

    private static Request ReadBy(Actor? actor) => new(actor);

    private byte[] Sign(IInvokable request, CallerKind kind = CallerKind.Gateway) => new CallerContextSigner(keys, kind, Life, time).Sign(Target, request);

    /// <summary>As the generated requests, whose first argument is the question.</summary>
    private class Request(object? actor) : IInvokable
    {
        public object? GetArgument(int index) => index == 1 ? actor : "question";

        public int GetArgumentCount() => 2;

        public virtual MethodInfo GetMethod() => typeof(IExample).GetMethod(nameof(IExample.Read))!;

        public string GetMethodName() => GetMethod().Name;

        public string GetInterfaceName() => nameof(IExample);

        public Type GetInterfaceType() => typeof(IExample);

        public string GetActivityName() => GetMethodName();

        public object? GetTarget() => null;

        public void SetTarget(ITargetHolder holder)
        {
        }

        public void SetArgument(int index, object? value)
        {
        }

        public TimeSpan? GetDefaultResponseTimeout() => null;

        public ValueTask<Response> Invoke() => new(Response.Completed);

        public void Dispose()
        {
        }
    }

    private sealed class OtherMethod(Actor actor) : Request(actor)
    {
        public override MethodInfo GetMethod() => typeof(IExample).GetMethod(nameof(IExample.ReadMore))!;
    }

    private sealed class Wide(object argument) : Request(argument)
    {
        public override MethodInfo GetMethod() => typeof(IExample).GetMethod(nameof(IExample.Anything))!;
    }

    private interface IExample
    {
        Task Read(string question, Actor by);

        Task ReadMore(string question, Actor by);

        Task Anything(string question, object argument);
    }
}
