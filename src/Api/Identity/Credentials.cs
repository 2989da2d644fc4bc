using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>A person's password and second factor. Its id and user name are the person's id: by what name somebody signs in, the register says.</summary>
public sealed class Credentials : IdentityUser
{
    /// <summary>Number of the latest invitation that was given out: each is shown once.</summary>
    public int InvitationShown { get; set; }

    /// <summary>Hash of the one-time code that was taken last: nobody comes in by it a second time.</summary>
    [MaxLength(64)]
    public string? LastCode { get; set; }
}

/// <summary>When an API client last came by, for whoever wonders whether it is still in use. Kept to the minute.</summary>
public sealed class ClientUse
{
    public required string ClientId { get; set; }

    public DateTime LastUsedAt { get; set; }

    [MaxLength(64)]
    public string? Address { get; set; }
}
