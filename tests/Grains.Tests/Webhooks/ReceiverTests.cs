using System.Net;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Webhooks;

/// <summary>What a receiver cannot do: have the registry call inwards, keep it waiting, or touch a command.</summary>
public sealed class ReceiverTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.9.9.9", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:218.64.57.20", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2002:a00:1::1", false)]
    [InlineData("2001:0:a00:1::1", false)]
    [InlineData("218.64.57.20", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2400:3200::1", true)]
    public void An_address_may_be_called_when_it_is_public(string address, bool mayBeCalled)
    {
        var connections = new ReceiverConnections(new ReceiverNames(), []);
        Assert.Equal(mayBeCalled, connections.MayCall(IPAddress.Parse(address), isEncrypted: true));
        Assert.False(connections.MayCall(IPAddress.Parse(address), isEncrypted: false));
    }

    [Fact]
    public void A_network_that_an_operator_allowed_may_be_called_by_http_too_and_nothing_beside_it()
    {
        var connections = new ReceiverConnections(new ReceiverNames(), ["10.20.0.0/16", "fd12::/16"]);
        Assert.True(connections.MayCall(IPAddress.Parse("10.20.3.4"), isEncrypted: false));
        Assert.True(connections.MayCall(IPAddress.Parse("fd12::1"), isEncrypted: true));
        Assert.False(connections.MayCall(IPAddress.Parse("10.21.0.1"), isEncrypted: true));
        Assert.False(connections.MayCall(IPAddress.Parse("218.64.57.20"), isEncrypted: false));
    }

    [Theory]
    [InlineData("127.0.0.2")]
    [InlineData("127.0.0.2", "10.255.255.1")]
    public async Task A_name_that_leads_inwards_is_not_called(params string[] addresses)
    {
        await using var registry = await RegistryCluster.Start();
        await using var inside = new Receiver(IPAddress.Parse("127.0.0.2"));
        registry.Names.Elsewhere["receiver.example"] = [.. addresses.Select(IPAddress.Parse)];
        var hook = await WebhookStory.OfCentre(registry, inside.Url);
        await new Story(registry).Unit(64_000_001);

        await hook.Deliver();

        Assert.Empty(inside.All);
        Assert.Equal(("addressRefused", (int?)null), ((await hook.State()).Attempts[0].Result, (await hook.State()).Attempts[0].Status));
    }

    [Fact]
    public async Task The_connection_goes_to_the_address_that_was_judged()
    {
        await using var registry = await RegistryCluster.Start();
        await using var allowed = new Receiver();
        registry.Names.Elsewhere["receiver.example"] = [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback];
        var hook = await WebhookStory.OfCentre(registry, allowed.Url);
        await new Story(registry).Unit(64_000_002);

        await hook.Deliver();

        Assert.Single(allowed.All);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        receiver.AnswerNext($"307 Temporary Redirect\r\nLocation: {receiver.Url}/elsewhere");
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await new Story(registry).Unit(64_000_003);

        await hook.Deliver();

        Assert.Equal("/events", Assert.Single(receiver.All).Target);
        Assert.Equal(("refused", 307), ((await hook.State()).Attempts[0].Result, (await hook.State()).Attempts[0].Status));
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_unreachable()
    {
        await using var registry = await RegistryCluster.Start();
        string url;
        await using (var gone = new Receiver()) url = gone.Url;
        var hook = await WebhookStory.OfCentre(registry, url);
        await new Story(registry).Unit(64_000_004);

        await hook.Deliver();

        Assert.Equal("unreachable", (await hook.State()).Attempts[0].Result);
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_its_own_line_and_neither_a_command_nor_another_receiver_nor_a_question()
    {
        await using var registry = await RegistryCluster.Start();
        await using var hanging = new Receiver { Hangs = true };
        await using var prompt = new Receiver();
        var story = new Story(registry);
        var unit = await story.Unit(64_000_005);
        var slow = await WebhookStory.OfClerk(registry, unit, hanging.Url);
        var quick = await WebhookStory.OfCentre(registry, prompt.Url);
        var site = await story.Draft(unit);

        var delivering = slow.Deliver();
        await story.Tell(site, People.Clerk(unit), new DiscardDraft("重复登记"));
        Assert.Equal(2, await quick.Deliver());
        Assert.Empty((await slow.State()).Attempts);
        Assert.Equal(OutcomeKind.Done, (await slow.Ping()).Kind);
        Assert.False(delivering.IsCompleted, "the receiver still hangs");

        await delivering;
        Assert.Contains((await slow.State()).Attempts, attempt => attempt.Result == "timedOut");
        Assert.Equal(2, prompt.All.Count);
    }

    [Fact]
    public async Task A_database_in_trouble_makes_an_answer_unknown_and_loses_nothing()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var unit = await new Story(registry).Unit(64_000_006);
        var hook = await WebhookStory.OfClerk(registry, unit, receiver.Url);
        await new Story(registry).Draft(unit);
        registry.Store.ReadFault = new StoreUnavailableException("away");

        Assert.Equal(OutcomeKind.Unknown, (await hook.Redeliver()).Kind);
        registry.Store.ReadFault = null;

        Assert.Equal(1, await hook.Deliver());
        Assert.Single(receiver.All);
    }
}
