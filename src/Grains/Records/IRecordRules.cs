using System.Collections.Immutable;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>A decision for which everything is at hand but the time and the policy in force then.</summary>
internal delegate Decision<TEvent> Deliberation<TEvent>(RegistryPolicy policy, DateTimeOffset now);

/// <summary>What one kind of record knows of itself; <see cref="RecordShell{TState, TCommand, TEvent}"/> knows the rest. Pure but for <see cref="Prepare"/>.</summary>
internal interface IRecordRules<TState, TCommand, TEvent>
    where TState : class
{
    RecordKind Kind { get; }

    /// <summary>The state before the first event.</summary>
    TState Unknown { get; }

    TState Read(byte[] stored);

    byte[] Write(TState state);

    bool Sees(TState state, Actor by);

    /// <summary>Whether what the caller sees may also be read.</summary>
    bool MayRead(Actor by);

    /// <summary>Which numbers of the rule pack hold for the record; null before it exists.</summary>
    UnitType? TypeOf(TState state);

    /// <summary>Fetches what the decision needs from other records.</summary>
    Task<Deliberation<TEvent>> Prepare(TState state, TCommand command, Envelope envelope, CancellationToken cancellationToken);

    TState Evolve(TState state, TEvent @event);

    DescribedEvent Describe(TEvent @event);

    ImmutableArray<ClaimNeed> Claims(TState state);

    (int Status, byte[] Body) Receipt(Decided<TState, TCommand, TEvent> decided);

    CatalogRow Catalog(TState state, RegistryPolicy policy, DateTimeOffset now);

    DateTimeOffset? NextDueAt(TState state, RegistryPolicy policy);
}

/// <summary>A record's catalog row: one of the three, by the record's kind.</summary>
internal readonly record struct CatalogRow(SiteCatalogRow? Site = null, UnitCatalogRow? Unit = null, AccountCatalogRow? Account = null);

/// <summary>An event as the ledger takes it: when it happened, its stored name, and what writes its stored form.</summary>
internal readonly record struct DescribedEvent(DateTimeOffset OccurredAt, string Type, Action<Utf8JsonWriter> Write);

/// <summary>An accepted command with both states around it.</summary>
internal sealed record Decided<TState, TCommand, TEvent>(
    TState Before, TState After, long Version, TCommand Command, Envelope Envelope, ImmutableArray<TEvent> Events, RegistryPolicy Policy, DateTimeOffset Now);
