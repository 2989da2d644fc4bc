using System.Collections.Frozen;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// The table of the regulation's life of a site: which command is for which stage. A cell is <c>=</c> (the clause's own file decides)
/// or the letter of the refusal. Where a command is for an open request, the row is the row of what its approval does.
/// </summary>
public static class StageTable
{
    private static readonly FrozenDictionary<char, RuleId> Letters = new Dictionary<char, RuleId>
    {
        ['n'] = RuleId.SiteNotLaunched,
        ['a'] = RuleId.SiteNotApproved,
        ['l'] = RuleId.SiteAlreadyLaunched,
        ['o'] = RuleId.RequestOpen,
        ['q'] = RuleId.NoOpenRequest,
        ['w'] = RuleId.NoDownlineWindow,
        ['d'] = RuleId.SiteDown,
        ['v'] = RuleId.DownlineOverdue,
        ['x'] = RuleId.SiteNotDown,
        ['u'] = RuleId.SiteSuspended,
        ['s'] = RuleId.SiteNotSuspended,
        ['c'] = RuleId.SiteClosing,
        ['k'] = RuleId.SiteNotClosing,
        ['f'] = RuleId.SiteClosed,
    }.ToFrozenDictionary();

#pragma warning disable format // a table is read by its columns
    //                                        DR RV AP LV SC DN OV SU CL CD DE
    public const string SubmitLaunch       = "=  o  l  l  l  l  l  l  c  f  f";
    public const string DecideLaunch       = "q  =  q  q  q  q  q  q  q  q  q";
    public const string Edit               = "=  =  =  =  =  =  =  =  =  f  f";
    public const string EditMaterial       = "=  =  =  =  =  =  =  =  c  f  f";
    public const string Record             = "=  =  =  =  =  =  =  =  =  =  f";
    public const string Launch             = "a  a  =  l  l  l  l  u  c  f  f";
    public const string SubmitDownline     = "n  n  n  =  =  =  v  u  c  f  f";
    public const string DecideDownline     = "q  q  q  =  =  =  v  u  q  q  q";
    public const string CancelWindow       = "n  n  n  w  =  =  =  =  w  f  f";
    public const string StartDownline      = "n  n  n  w  =  d  d  u  c  f  f";
    public const string SubmitExtension    = "n  n  n  x  x  =  v  u  c  f  f";
    public const string DecideExtension    = "q  q  q  q  q  =  =  u  q  q  q";
    public const string SubmitRestore      = "n  n  n  x  x  =  =  u  c  f  f";
    public const string DecideRestore      = "q  q  q  q  q  =  =  u  q  q  q";
    public const string Restore            = "n  n  n  x  x  =  =  u  c  f  f";
    public const string Suspend            = "n  n  n  =  =  =  =  u  =  f  f";
    public const string LiftSuspension     = "s  s  s  s  s  s  s  =  s  f  f";
    public const string ConfirmSuspension  = "n  n  n  =  =  =  =  =  =  =  f";
    public const string SubmitClosure      = "n  n  n  =  =  =  =  =  c  f  f";
    public const string DecideClosure      = "q  q  q  =  =  =  =  =  q  q  q";
    public const string InClosing          = "k  k  k  k  k  k  k  k  =  f  f";
    public const string Deregister         = "k  k  k  k  k  k  k  k  k  =  f";
    public const string DiscardDraft       = "=  o  l  l  l  l  l  l  c  f  f";
    public const string Transfer           = "=  o  =  =  =  =  =  u  c  f  f";
    public const string DecideChange       = "q  q  q  =  =  =  =  =  q  q  q";
    public const string OpenCase           = "n  n  n  =  =  =  =  =  =  f  f";
    public const string CorrectFact        = "n  n  n  =  =  =  =  =  =  =  f";
#pragma warning restore format

    /// <summary>The refusal for this stage, or null when the clause itself decides.</summary>
    public static RuleId? Refusal(string row, Stage stage)
    {
        var letter = row[3 * ((int)stage - 1)];
        return letter == '=' ? null : Letters[letter];
    }
}
