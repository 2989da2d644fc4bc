using System.Text.Json;
using Orleans.Storage;

namespace NanchangEdu.Registry.Silo.Operations;

/// <summary>Stores operational state as JSON of our own names. The provider's own serializer would write CLR type names into it.</summary>
internal sealed class OperationalStateSerializer : IGrainStorageSerializer
{
    private const int Schema = 1;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    private sealed record Stored<T>(int Schema, T? State);

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(new Stored<T>(Schema, input), Form));

    public T Deserialize<T>(BinaryData input)
    {
        var stored = JsonSerializer.Deserialize<Stored<T>>(input, Form);
        return stored switch
        {
            { Schema: Schema, State: { } state } => state,
            { Schema: var other and not Schema } => throw new JsonException($"operational state has schema {other}, this program knows {Schema}"),
            _ => throw new JsonException("operational state is empty"),
        };
    }
}
