using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>An array of objects under the columns' keys: numbers, booleans and lists as such, choices by the names of the wire, nothing as null.</summary>
internal sealed class JsonWriting : IRowWriting
{
    private readonly ImmutableArray<FileColumn> columns;
    private readonly Utf8JsonWriter json;

    public JsonWriting(Stream to, ImmutableArray<FileColumn> columns)
    {
        this.columns = columns;
        json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
    }

    public void Add(IReadOnlyList<string> cells)
    {
        json.WriteStartObject();
        for (var i = 0; i < columns.Length; i++)
        {
            json.WritePropertyName(columns[i].Key);
            Write(columns[i], cells[i]);
        }

        json.WriteEndObject();
        json.Flush();
    }

    public void End()
    {
        json.WriteEndArray();
        json.Flush();
    }

    public void Dispose() => json.Dispose();

    private void Write(FileColumn column, string cell)
    {
        switch (column.Kind)
        {
            case ColumnKind.Choices or ColumnKind.Hosts:
                json.WriteStartArray();
                foreach (var item in CellText.Items(cell)) json.WriteStringValue(WireOf(column, item));
                json.WriteEndArray();
                break;
            case var _ when cell.Length == 0:
                json.WriteNullValue();
                break;
            case ColumnKind.Integer:
                json.WriteNumberValue(long.Parse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture));
                break;
            case ColumnKind.Boolean:
                json.WriteBooleanValue(cell == CellText.Yes);
                break;
            default:
                json.WriteStringValue(WireOf(column, cell));
                break;
        }
    }

    private static string WireOf(FileColumn column, string cell) => column.Choices.FirstOrDefault(choice => choice.Zh == cell)?.Wire ?? cell;
}
