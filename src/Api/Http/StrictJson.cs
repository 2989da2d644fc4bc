using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// Reads a whole JSON text once, before anything is bound, and finds what is not plain: broken syntax, members given twice,
/// nesting too deep, control characters, broken Unicode. What passes here cannot mean different things to different readers.
/// </summary>
internal static class StrictJson
{
    public static readonly JsonReaderOptions ReaderOptions = new()
    {
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = Limits.JsonDepth,
    };

    public static Fault? Find(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        var path = new Stack<Level>();
        try
        {
            while (reader.Read())
            {
                if (Visit(ref reader, path) is { } fault) return fault;
            }

            return null;
        }
        catch (JsonException trouble)
        {
            return Syntax(trouble, Path(path));
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader's word for a string that is no UTF-8 or holds half a surrogate pair
            return Fault.Text(Path(path));
        }
    }

    private static Fault? Visit(ref Utf8JsonReader reader, Stack<Level> path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                if (!IsPlain(name)) return Fault.Text(Path(path));
                var owner = path.Peek();
                owner.Member = name;
                return owner.Seen!.Add(name) ? null : Fault.Duplicate(Path(path));

            case JsonTokenType.StartObject:
                Next(path);
                path.Push(new Level { Seen = new HashSet<string>(StringComparer.Ordinal) });
                return null;

            case JsonTokenType.StartArray:
                Next(path);
                path.Push(new Level());
                return null;

            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                path.Pop();
                return null;

            case JsonTokenType.String:
                Next(path);
                return IsPlain(reader.GetString()!) ? null : Fault.Text(Path(path));

            default:
                Next(path);
                return null;
        }
    }

    /// <summary>Line breaks and tabs belong to texts; every other control character, NUL first of all, is an accident or an attack.</summary>
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) return false;
            if (c is '\uFFFE' or '\uFFFF') return false;
        }

        return true;
    }

    private static void Next(Stack<Level> path)
    {
        if (path.TryPeek(out var level) && level.Seen is null) level.Index++;
    }

    private static string Path(Stack<Level> path)
    {
        var text = new StringBuilder();
        foreach (var level in path.Reverse())
        {
            if (level.Seen is null)
            {
                if (level.Index >= 0) text.Append(CultureInfo.InvariantCulture, $"[{level.Index}]");
            }
            else if (level.Member is { } member)
            {
                if (text.Length > 0) text.Append('.');
                text.Append(member.Length <= Limits.CodeLength ? member : member[..Limits.CodeLength]);
            }
        }

        return text.Length == 0 ? "body" : text.ToString();
    }

    private static Fault Syntax(JsonException trouble, string path)
    {
        var line = (trouble.LineNumber ?? 0) + 1;
        var column = (trouble.BytePositionInLine ?? 0) + 1;
        return new Fault(
            path, "json",
            $"不是合法的 JSON（第 {line} 行第 {column} 字节；嵌套最多 {Limits.JsonDepth} 层）",
            $"is not valid JSON (line {line}, byte {column}; at most {Limits.JsonDepth} levels deep)");
    }

    private sealed class Level
    {
        /// <summary>The members seen so far of an object; null in an array.</summary>
        public HashSet<string>? Seen { get; init; }

        public string? Member { get; set; }

        public int Index { get; set; } = -1;
    }
}
