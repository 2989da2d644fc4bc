using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// People at work: the centre records evidence all over the city, schools get downlines approved and give them back, requests race
/// for the last of a quota and for one name, the lead grants exemptions, old keys come back, and somebody always looks. Every kind of
/// record, claim and quota entry moves.
/// </summary>
internal sealed class Load(Gateway gateway, Journal journal, City city, int workers, int seed)
{
    private readonly Filings filings = new(gateway, city);
    private readonly Downlines downlines = new(gateway, city);
    private readonly Registrations registrations = new(gateway, city);

    /// <summary>
    /// Goes on as long as the faults do; whatever was sent by then is carried to a known outcome. A worker that fails ends both, so that no
    /// fault waits for answers to commands that nobody sends any more.
    /// </summary>
    public async Task During(Func<CancellationToken, Task> faults, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = Task.WhenAll(Enumerable.Range(0, workers).Select(async worker =>
        {
            try
            {
                await Work(worker, over.Token, cancellationToken);
            }
            catch
            {
                await broken.CancelAsync();
                await over.CancelAsync();
                throw;
            }
        }));
        try
        {
            await faults(broken.Token);
        }
        catch (OperationCanceledException) when (broken.IsCancellationRequested)
        {
            // The worker's own words follow below.
        }
        finally
        {
            await over.CancelAsync();
        }

        await working;
    }

    private async Task Work(int worker, CancellationToken until, CancellationToken cancellationToken)
    {
        var random = new Random((seed * 1_000) + worker);
        for (var i = 0; !until.IsCancellationRequested; i++)
        {
            await Step(random, cancellationToken);
        }
    }

    /// <summary>By weight: what is cheap and moves one record often, what grows its record seldom.</summary>
    private Task Step(Random random, CancellationToken cancellationToken) => random.Next(1000) switch
    {
        < 480 => filings.Evidence(random, cancellationToken),
        < 580 => filings.EvidenceOfOneSite(random, cancellationToken),
        < 588 => filings.Exemption(random, cancellationToken),
        < 594 => filings.SecurityTest(random, cancellationToken),
        < 610 => downlines.Round(random, cancellationToken),
        < 618 => downlines.Race(random, cancellationToken),
        < 622 => downlines.Withdrawn(random, cancellationToken),
        < 630 => downlines.Today(random, cancellationToken),
        < 650 => registrations.Draft(random, cancellationToken),
        < 670 => registrations.RaceForTheUnit(random, cancellationToken),
        < 680 => registrations.RaceForTheHost(random, cancellationToken),
        < 750 => Again(random, cancellationToken),
        < 760 => OtherBody(random, cancellationToken),
        _ => Look(random, cancellationToken),
    };

    /// <summary>An old key once more, at another door: the first answer, byte for byte.</summary>
    private async Task Again(Random random, CancellationToken cancellationToken)
    {
        if (Earlier(random) is { } invocation) await gateway.Repeat(invocation, cancellationToken);
    }

    private async Task OtherBody(Random random, CancellationToken cancellationToken)
    {
        if (Earlier(random) is { } invocation && Filings.Altered(invocation.Body) is { } body) await gateway.Misuse(invocation, body, cancellationToken);
    }

    private Invocation? Earlier(Random random) => journal.SomeAcknowledged(random);

    private async Task Look(Random random, CancellationToken cancellationToken)
    {
        var site = random.Next(2) == 0 ? city.Schools[0].Site : city.Sites[random.Next(city.Sites.Count)];
        await gateway.ReadAuthoritatively(gateway.People("centre")[0], site, $"/api/v1/sites/{site}", cancellationToken);
    }
}
