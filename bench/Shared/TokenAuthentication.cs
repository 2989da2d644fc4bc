using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Tokens;

namespace NanchangEdu.Registry.Bench;

/// <summary>
/// The tokens that the registry issues, validated as it does it: ES256 signature, issuer, audience and life time, remembered for as long;
/// then, at each request, role and scope. Peer and limits stand behind it, so that none of them is ahead by what it leaves out.
/// </summary>
internal static class TokenAuthentication
{
    private const string Audience = "nanchang-registry";
    private const string Issuer = "http://127.0.0.1:5080/";

    /// <param name="builder">The program.</param>
    /// <param name="roles">Who is let in, and with which scope.</param>
    public static WebApplicationBuilder AddTokenAuthentication(this WebApplicationBuilder builder, params (string Policy, Role[] Roles, string[] Scopes)[] roles)
    {
        var curve = ECDsa.Create();
        curve.ImportFromPem(File.ReadAllText(builder.Configuration["Bench:SigningKey"] ?? throw new InvalidOperationException("Bench:SigningKey is not set")));
        var key = new ECDsaSecurityKey(curve);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddVerifiedTokens();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = new TokenValidationParameters
            {
                IssuerSigningKey = key,
                ValidIssuer = Issuer,
                ValidAudience = Audience,
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                NameClaimType = "name",
                RoleClaimType = "role",
            };
        });
        builder.Services.AddAuthorization(options =>
        {
            foreach (var (policy, allowed, scopes) in roles)
            {
                options.AddPolicy(policy, rule => rule
                    .RequireAuthenticatedUser()
                    .RequireAssertion(context => allowed.Contains(context.User.ToActor().Role))
                    .RequireAssertion(context => (context.User.FindFirst("scope")?.Value.Split(' ') ?? []).Any(scopes.Contains)));
            }
        });
        return builder;
    }

    public static Actor ToActor(this System.Security.Claims.ClaimsPrincipal user) => new(
        user.FindFirst("sub")!.Value,
        user.FindFirst("name")!.Value,
        Enum.Parse<Role>(user.FindFirst("role")!.Value, ignoreCase: true),
        UnitId.TryParse(user.FindFirst("unit")?.Value, out var unit) ? unit : null,
        UnitId.TryParse(user.FindFirst("authority")?.Value, out var authority) ? authority : null);
}
