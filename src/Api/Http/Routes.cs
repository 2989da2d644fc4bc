using System.Globalization;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>The roots of all paths, and the forms that ids in them have. What has not the form of an id is not found, like an unknown one.</summary>
public static class Routes
{
    public const string Root = "/api/v1";
    public const string Sites = Root + "/sites";
    public const string Units = Root + "/units";
    public const string Accounts = Root + "/accounts";
    public const string Imports = Root + "/imports";

    /// <summary>The style sheet of all pages that are printed.</summary>
    public const string PrintStyle = "/books/print.css";

    public static IServiceCollection AddRouteForms(this IServiceCollection services) => services.AddRouting(routing =>
    {
        routing.SetParameterPolicy<SiteForm>("site");
        routing.SetParameterPolicy<UnitForm>("unit");
        routing.SetParameterPolicy<PersonForm>("person");
        routing.SetParameterPolicy<NumberForm>("number");
        routing.SetParameterPolicy<FilingForm>("filing");
        routing.SetParameterPolicy<EvidenceForm>("evidence");
        routing.SetParameterPolicy<ImportForm>("import");
        routing.SetParameterPolicy<TableForm>("table");
    });

    /// <summary>The value whose wire name stands in the path; the route's form let nothing else through.</summary>
    public static T Named<T>(string text) where T : struct, Enum => Enum.GetValues<T>().Single(value => Json.NameOf(value) == text);

    private abstract class Form : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values.TryGetValue(routeKey, out var value) && Fits(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

        protected abstract bool Fits(string text);

        protected static bool IsNameOf<T>(string text) where T : struct, Enum =>
            Enum.GetNames<T>().Any(name => JsonNamingPolicy.CamelCase.ConvertName(name) == text);
    }

    private sealed class SiteForm : Form
    {
        protected override bool Fits(string text) => SiteId.TryParse(text, out _);
    }

    private sealed class UnitForm : Form
    {
        protected override bool Fits(string text) => UnitId.TryParse(text, out _);
    }

    private sealed class PersonForm : Form
    {
        protected override bool Fits(string text) => PersonIds.IsValid(text);
    }

    private sealed class NumberForm : Form
    {
        protected override bool Fits(string text) =>
            text.Length is > 0 and <= 9 && text[0] != '0' && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
    }

    private sealed class FilingForm : Form
    {
        protected override bool Fits(string text) => IsNameOf<FilingKind>(text);
    }

    private sealed class EvidenceForm : Form
    {
        protected override bool Fits(string text) => IsNameOf<EvidenceKind>(text);
    }

    private sealed class ImportForm : Form
    {
        protected override bool Fits(string text) => ImportId.TryParse(text, out _);
    }

    private sealed class TableForm : Form
    {
        protected override bool Fits(string text) => AllTables.TryNamed(text, out _);
    }
}
