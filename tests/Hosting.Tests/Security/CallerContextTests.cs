using System.Collections.Immutable;
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

    /// <summary>What somebody may see hangs by them: whoever could add one would see another branch of the tree.</summary>
    [Fact]
    public void The_authorities_below_the_actors_are_bound()
    {
        UnitId first = new("12360000491015001B"), second = new("12360000491015002C"), third = new("12360000491015003D");
        var superior = People.Li with { Subordinates = [first, second] };
        var context = Sign(ReadBy(superior));
        ImmutableArray<UnitId>[] others =
            [[], default, [first], [second], [first, third], [third, second], [second, first], [first, second, third], [first, second, second], [first, new("12360000491015002")]];

        Assert.Equal(CallerVerdict.Accepted, Verifier.Verify(context, Target, ReadBy(People.Li with { Subordinates = [first, second] })));
        foreach (var other in others)
        {
            Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(context, Target, ReadBy(superior with { Subordinates = other })));
            Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(Sign(ReadBy(superior with { Subordinates = other })), Target, ReadBy(superior)));
        }

        Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(Sign(ReadBy(People.EnvelopeOf(superior))), Target, ReadBy(People.EnvelopeOf(People.Li))));
    }

    /// <summary>Silos and gateways of the version before know of no authorities below: while both run, they must agree on everybody else.</summary>
    [Fact]
    public void Without_authorities_below_the_signed_text_is_that_of_the_version_before()
    {
        var before = new List<byte>();
        Part("probe"u8);
        Part("one"u8);
        Part("IExample\nRead"u8);
        before.AddRange([0, 0, 0, (byte)Role.Reviewer]);
        Part("p-li"u8);
        Part("李老师"u8);
        before.AddRange([255, 255, 255, 255]);
        Part("12360000491015000A"u8);

        Assert.Equal(before, TextOf(ReadBy(People.Li)));
        Assert.Equal(before, TextOf(ReadBy(People.Li with { Subordinates = [] })));
        Assert.Equal(before, TextOf(ReadBy(People.Li with { Subordinates = default })));
        Assert.Equal(CallerVerdict.Accepted, Verifier.Verify(Sign(ReadBy(People.Li)), Target, ReadBy(People.Li with { Subordinates = default })));

        void Part(ReadOnlySpan<byte> part) => before.AddRange([0, 0, 0, (byte)part.Length, .. part]);
    }

    /// <summary>A list without an end of its own would run into the actor after it.</summary>
    [Fact]
    public void The_authorities_below_one_actor_are_not_taken_for_the_next()
    {
        var one = new Both(People.Li, new Actor("p", "\0\0\0\u0001x\0\0\0\u0001y", Role.Clerk, null, null));
        var other = new Both(People.Li with { Subordinates = [new UnitId("p")] }, new Actor("x", "y", (Role)10, null, null));

        Assert.NotEqual(TextOf(one), TextOf(other));
        Assert.Equal(CallerVerdict.OtherCall, Verifier.Verify(Sign(one), Target, other));
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

    private static Request ReadBy(object? actor) => new(actor);

    private static byte[] TextOf(IInvokable request)
    {
        var text = new SignedText(stackalloc byte[SignedText.LengthUsual]);
        text.Add(Target, request, out _);
        var written = text.Written.ToArray();
        text.Dispose();
        return written;
    }

    private byte[] Sign(IInvokable request, CallerKind kind = CallerKind.Gateway) => new CallerContextSigner(keys, kind, Life, time).Sign(Target, request);

    /// <summary>As the generated requests, whose first argument is the question.</summary>
    private class Request(params object?[] actors) : IInvokable
    {
        public object? GetArgument(int index) => index == 0 ? "question" : actors[index - 1];

        public int GetArgumentCount() => 1 + actors.Length;

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

    private sealed class Both(Actor actor, Actor other) : Request(actor, other)
    {
        public override MethodInfo GetMethod() => typeof(IExample).GetMethod(nameof(IExample.ReadOf))!;
    }

    private sealed class Wide(object argument) : Request(argument)
    {
        public override MethodInfo GetMethod() => typeof(IExample).GetMethod(nameof(IExample.Anything))!;
    }

    private interface IExample
    {
        Task Read(string question, Actor by);

        Task ReadMore(string question, Actor by);

        Task ReadOf(string question, Actor by, Actor other);

        Task Anything(string question, object argument);
    }
}
