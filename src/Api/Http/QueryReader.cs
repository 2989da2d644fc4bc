using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>One parameter of a query, for reading it and for the OpenAPI document.</summary>
/// <param name="Choices">Wire names that are taken; null for any text.</param>
public sealed record QueryParameter(
    string Name, string Description, string Type = "string", string? Format = null, bool Required = false,
    IReadOnlyList<string>? Choices = null, int? Min = null, int? Max = null, string? Example = null);

/// <summary>A question whose parameters stand in the query string.</summary>
public interface IQuestion<TSelf> where TSelf : class, IQuestion<TSelf>
{
    static abstract IReadOnlyList<QueryParameter> Parameters { get; }

    static abstract TSelf Read(QueryReader query);
}

/// <summary>Reads parameters by their declared form and collects what does not fit. An unknown one is a fault: a filter mistyped must not show everything.</summary>
public sealed class QueryReader(IQueryCollection query, IReadOnlyList<QueryParameter> parameters)
{
    private readonly List<Fault> faults =
        [.. query.Keys.Where(key => parameters.All(parameter => parameter.Name != key)).Select(Fault.Unknown).Take(Limits.FaultsNamed)];

    public IReadOnlyList<Fault> Faults => faults;

    public string? Text(string name)
    {
        var parameter = parameters.Single(p => p.Name == name);
        var values = query[name];
        if (values.Count == 0)
        {
            if (parameter.Required) faults.Add(Fault.Missing(name));
            return null;
        }

        if (values.Count > 1) return Reject(Fault.Duplicate(name));
        var text = values[0] ?? "";
        if (text.Any(c => char.IsControl(c) || char.IsSurrogate(c))) return Reject(Fault.Text(name));
        if (parameter.Choices is { } choices) return choices.Contains(text) ? text : Reject(Fault.Choice(name, choices));
        var max = parameter.Type == "string" ? parameter.Max ?? Limits.CodeLength : Limits.CodeLength;
        return text.Length >= 1 && text.Length <= max ? text : Reject(Fault.Length(name, 1, max));
    }

    public int? Number(string name)
    {
        if (Text(name) is not { } text) return null;
        var parameter = parameters.Single(p => p.Name == name);
        var (min, max) = (parameter.Min!.Value, parameter.Max!.Value);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        faults.Add(Fault.Range(name, min, max));
        return null;
    }

    /// <summary>A number that counts more than rows on a page: a position, a checkpoint.</summary>
    public long? Count(string name)
    {
        if (Text(name) is not { } text) return null;
        var min = parameters.Single(p => p.Name == name).Min ?? 0;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min) return number;
        faults.Add(Fault.Range(name, min, long.MaxValue));
        return null;
    }

    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text) return null;
        if (InstantConverter.TryParse(text, out var instant)) return instant;
        faults.Add(Fault.Instant(name));
        return null;
    }

    public bool? Flag(string name)
    {
        if (Text(name) is not { } text) return null;
        if (text is "true" or "false") return text == "true";
        faults.Add(Fault.Choice(name, ["true", "false"]));
        return null;
    }

    public DateOnly? Date(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateConverter.TryParse(text, out var date)) return date;
        faults.Add(Fault.Date(name));
        return null;
    }

    public CalendarMonth? Month(string name)
    {
        if (Text(name) is not { } text) return null;
        if (CalendarMonth.TryParse(text, out var month) && month.Year is >= Limits.YearMin and <= Limits.YearMax) return month;
        faults.Add(Fault.Month(name));
        return null;
    }

    public string? Unit(string name)
    {
        if (Text(name) is not { } text) return null;
        if (UnitId.TryParse(text, out var unit)) return unit.Uscc;
        faults.Add(Fault.Kind(name, "18 位统一社会信用代码", "a unified social credit code of 18 characters"));
        return null;
    }

    /// <summary>What was read is refused for a reason of its own.</summary>
    public string? Reject(Fault fault)
    {
        faults.Add(fault);
        return null;
    }
}

/// <summary>A question as it was asked; refused by <see cref="Door"/> when it is malformed.</summary>
[SuppressMessage("Design", "CA1000", Justification = "Minimal APIs bind through static members.")]
public sealed class Query<T> : IAsked, IEndpointParameterMetadataProvider where T : class, IQuestion<T>
{
    private readonly T question;

    private Query(T question, ProblemResult? refusal)
    {
        this.question = question;
        Refusal = refusal;
    }

    public ProblemResult? Refusal { get; }

    public T Question => question;

    public static ValueTask<Query<T>?> BindAsync(HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query, T.Parameters);
        var question = T.Read(reader);
        return ValueTask.FromResult<Query<T>?>(new Query<T>(
            question, reader.Faults.Count > 0 ? Problems.Malformed([.. reader.Faults.Take(Limits.FaultsNamed)]) : null));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryMetadata(T.Parameters));
}

public sealed record QueryMetadata(IReadOnlyList<QueryParameter> Parameters);
