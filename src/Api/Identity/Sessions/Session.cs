using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Api.Identity.Sessions;

/// <summary>A browser in which somebody is signed in. Kept here, so that it can be ended from elsewhere.</summary>
public sealed class Session
{
    /// <summary>Made at random; it stands in the cookie and in tokens that were got through it.</summary>
    public required string Id { get; set; }

    public required string PersonId { get; set; }

    /// <summary>Wire name of the role acted in.</summary>
    [MaxLength(16)]
    public required string Role { get; set; }

    public bool HasSecondFactor { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime SeenAt { get; set; }

    /// <summary>However busy it is.</summary>
    public DateTime EndsAt { get; set; }

    public DateTime? EndedAt { get; set; }

    [MaxLength(64)]
    public string? Address { get; set; }

    [MaxLength(200)]
    public string? Browser { get; set; }
}
