using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>What the document says of the API as a whole.</summary>
internal static class DocumentWords
{
    public const string SecurityScheme = "clientCredentials";

    private const string Text =
        """
        The registry of the websites of a city's education system: who runs them, which filings they hold, whether they were tested,
        who approved them, when they were down and by whose leave (南昌市教育系统网站管理办法).

        **Commands** are POST and PUT. Each carries an `Idempotency-Key` of the caller's choosing: a repeat with the same key and body
        brings the first answer back, byte for byte, and does nothing twice; the same key with another body is 422. After a 503 or a
        broken connection the outcome is not known: repeat with the same key. A refusal (409) is the answer to its key, too: once what
        was refused is mended, send the command under a new key. A preview of a bulk is a question, and comes by POST for its body alone:
        it changes nothing and takes no key.

        **Versions.** Every answer has an `ETag`. `If-Match` on a command refuses it with 412 when the record has moved on;
        `If-None-Match` on a read answers 304 when it has not. `Cache-Control: no-cache` has a read checked against the store.

        **Refusals** are problems per RFC 9457, in Chinese, or in English with `Accept-Language: en`: 409 for what the regulation
        refuses, with the rule's stable name, the clause, its words and the figures behind it; 400 for what is malformed, member by
        member; 404 for what is unknown or outside the caller's scope, in the same bytes.

        **Limits.** Requests are counted by client (the token's `client_id`, else its person, else the address) and by unit; both must have
        room. `RateLimit-Policy` and `RateLimit` on every answer say what is allowed and what is left; a 429 says in `Retry-After` when to
        go on. Asking for tokens and signing in is counted by address, and far more narrowly.

        **Files.** Every list goes out as XLSX, CSV (UTF-8 with a byte-order mark, or GB 18030) or JSON, and tables of units, sites, filings and
        tests come in. What begins like a formula carries an apostrophe in XLSX and CSV, which an import takes off again. An import is tried
        first, row by row, by the decisions of the commands themselves, and changes nothing until it is applied.

        **Persons.** Names, telephone numbers and addresses of a site's contacts are shown to the sponsor's own people. Everybody else sees
        them masked; reviewer, lead, centre and auditor see them for some minutes after saying why (`contact-disclosures`), which the
        ledger keeps and the sponsor reads. The ledger is read as it was hashed by the sponsor's own people and by auditors, whose part
        it is to verify it; to others it is masked, too.

        **Dates** are `yyyy-MM-dd` in Asia/Shanghai; windows include both dates. **Instants** carry an offset and are answered in UTC.
        """;

    public static Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "NanchangEdu.Registry",
            Version = "1.0.0",
            Summary = "南昌市教育系统网站登记",
            Description = Text,
            Contact = new OpenApiContact { Name = "NanchangEdu.Registry" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The gateway that serves this document" }];
        document.Tags = new HashSet<OpenApiTag>(Tags.All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));

        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SecurityScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "An access token for a client's credentials. The token alone says who asks, in which role, for which unit.",
                Flows = new OpenApiOAuthFlows
                {
                    ClientCredentials = new OpenApiOAuthFlow
                    {
                        TokenUrl = new Uri($"/{IdentityComposition.TokenPath}", UriKind.Relative),
                        Scopes = new Dictionary<string, string>(Scopes.Descriptions),
                    },
                },
            },
        };
        return Task.CompletedTask;
    }
}
