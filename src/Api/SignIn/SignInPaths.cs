namespace NanchangEdu.Registry.Api.SignIn;

/// <summary>Where people sign in and keep their own account.</summary>
internal static class SignInPaths
{
    public const string Root = "/account";
    public const string SignIn = Root + "/sign-in";
    public const string SecondFactor = Root + "/second-factor";
    public const string SetUp = Root + "/second-factor/set-up";
    public const string Invitation = Root + "/invitation";
    public const string SignOut = Root + "/sign-out";
    public const string Role = Root + "/role";
    public const string Password = Root + "/password";
    public const string Sessions = Root + "/sessions";
    public const string Antiforgery = Root + "/antiforgery";
    public const string Style = Root + "/style.css";

    /// <summary>Somebody whom the provider knows and the registry does not let in.</summary>
    public const string NotAdmitted = SignIn + "?notice=not-admitted";

    public const string Failed = SignIn + "?notice=failed";

    public const string SignedOut = SignIn + "?notice=signed-out";
}
