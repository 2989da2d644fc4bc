using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// The stored form of states, events and refusals: JSON under names that we give, never CLR type names. A state carries its schema number;
/// an older one is lifted step by step before it is read. Golden files of every released form are read back in tests.
/// </summary>
public static class StoredFormat
{
    public const int SiteSchema = 1;
    public const int UnitSchema = 1;
    public const int AccountSchema = 1;
    public const int RefusalSchema = 1;

    public static byte[] Write(Site site) => JsonSerializer.SerializeToUtf8Bytes(new Stored<Site>(SiteSchema, site), RegistryJson.Options);

    public static Site ReadSite(ReadOnlySpan<byte> bytes) => Read<Site>(bytes, SiteSchema);

    public static byte[] Write(Unit unit) => JsonSerializer.SerializeToUtf8Bytes(new Stored<Unit>(UnitSchema, unit), RegistryJson.Options);

    public static Unit ReadUnit(ReadOnlySpan<byte> bytes) => Read<Unit>(bytes, UnitSchema);

    public static byte[] Write(Account account) => JsonSerializer.SerializeToUtf8Bytes(new Stored<Account>(AccountSchema, account), RegistryJson.Options);

    public static Account ReadAccount(ReadOnlySpan<byte> bytes) => Read<Account>(bytes, AccountSchema);

    /// <summary>A refusal that is kept as the answer to its command, in the words of its day.</summary>
    public static byte[] Write(Refusal refusal) => JsonSerializer.SerializeToUtf8Bytes(new Stored<Refusal>(RefusalSchema, refusal), RegistryJson.Options);

    public static Refusal ReadRefusal(ReadOnlySpan<byte> bytes) => Read<Refusal>(bytes, RefusalSchema);

    /// <summary>The event's own JSON with its <c>type</c>; the ledger's envelope goes around it.</summary>
    public static JsonNode Write(SiteEvent @event) => JsonSerializer.SerializeToNode(@event, RegistryJson.Options)!;

    public static JsonNode Write(UnitEvent @event) => JsonSerializer.SerializeToNode(@event, RegistryJson.Options)!;

    public static JsonNode Write(AccountEvent @event) => JsonSerializer.SerializeToNode(@event, RegistryJson.Options)!;

    /// <summary>The same JSON, escaped as the writer does it.</summary>
    public static void WriteTo(Utf8JsonWriter json, SiteEvent @event) => JsonSerializer.Serialize(json, @event, RegistryJson.Options);

    public static void WriteTo(Utf8JsonWriter json, UnitEvent @event) => JsonSerializer.Serialize(json, @event, RegistryJson.Options);

    public static void WriteTo(Utf8JsonWriter json, AccountEvent @event) => JsonSerializer.Serialize(json, @event, RegistryJson.Options);

    /// <summary>The name under which the event is stored: the value of its <c>type</c>.</summary>
    public static string TypeOf(SiteEvent @event) => EventNames<SiteEvent>.Of[@event.GetType()];

    /// <summary>The name under which the ledger has a site's events of this type.</summary>
    public static string TypeOf<TEvent>()
        where TEvent : SiteEvent => EventNames<SiteEvent>.Of[typeof(TEvent)];

    public static string TypeOf(UnitEvent @event) => EventNames<UnitEvent>.Of[@event.GetType()];

    public static string TypeOf(AccountEvent @event) => EventNames<AccountEvent>.Of[@event.GetType()];

    /// <summary>Whether an event of a site or a unit is stored under this name; those of accounts are told to nobody.</summary>
    public static bool IsRecordEvent(string type) => EventNames<SiteEvent>.Of.Values.Contains(type) || EventNames<UnitEvent>.Of.Values.Contains(type);

    public static SiteEvent ReadSiteEvent(JsonNode data) => data.Deserialize<SiteEvent>(RegistryJson.Options) ?? throw new JsonException("an event is an object");

    public static UnitEvent ReadUnitEvent(JsonNode data) => data.Deserialize<UnitEvent>(RegistryJson.Options) ?? throw new JsonException("an event is an object");

    public static AccountEvent ReadAccountEvent(JsonNode data) =>
        data.Deserialize<AccountEvent>(RegistryJson.Options) ?? throw new JsonException("an event is an object");

    /// <summary>The same where nothing needs to be changed before it is read: an audit reads millions.</summary>
    public static SiteEvent ReadSiteEvent(JsonElement data) => data.Deserialize<SiteEvent>(RegistryJson.Options) ?? throw new JsonException("an event is an object");

    public static UnitEvent ReadUnitEvent(JsonElement data) => data.Deserialize<UnitEvent>(RegistryJson.Options) ?? throw new JsonException("an event is an object");

    public static AccountEvent ReadAccountEvent(JsonElement data) =>
        data.Deserialize<AccountEvent>(RegistryJson.Options) ?? throw new JsonException("an event is an object");

    private static T Read<T>(ReadOnlySpan<byte> bytes, int schema)
    {
        var stored = JsonSerializer.Deserialize<Stored<T>>(bytes, RegistryJson.Options) ?? throw new JsonException("a stored record is an object");
        return stored.Schema == schema
            ? stored.Record
            : throw new JsonException($"the record was stored under schema {stored.Schema}; this program reads {schema}");
    }

    private sealed record Stored<T>(int Schema, T Record);

    private static class EventNames<TEvent>
    {
        public static readonly FrozenDictionary<Type, string> Of = typeof(TEvent).GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
            .ToFrozenDictionary(attribute => attribute.DerivedType, attribute => (string)attribute.TypeDiscriminator!);
    }
}
