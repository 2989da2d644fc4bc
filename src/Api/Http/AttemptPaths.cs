using NanchangEdu.Registry.Api.Identity;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// Where somebody who is not known yet tries a secret: a client's, a password, a code, an invitation. All that lies below such a path
/// belongs to it. Attempts are counted by address and their bodies are small; whoever adds such a page adds its path here.
/// </summary>
internal static class AttemptPaths
{
    public static readonly PathString[] All =
        [new($"/{IdentityComposition.TokenPath}"), new("/account/sign-in"), new("/account/second-factor"), new("/account/invitation")];

    /// <summary>In any case of letters, as routes are matched.</summary>
    public static bool Hold(PathString path)
    {
        foreach (var attempted in All)
        {
            if (path.StartsWithSegments(attempted, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
