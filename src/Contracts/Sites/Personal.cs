namespace NanchangEdu.Registry.Contracts;

/// <summary>What a personal datum is: it says how much of it is left when it is masked.</summary>
public enum PersonalKind
{
    /// <summary>姓名</summary>
    Name = 1,
    /// <summary>电话</summary>
    Phone = 2,
    /// <summary>电子邮箱</summary>
    Email = 3,
}

/// <summary>
/// Marks a member that holds a contact's data (NC-2.3). Views, ledger and exports show it masked to whoever is not of the sponsor; a
/// test holds that every member of a site's basic information carries this or is on the list of what is nobody's.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute(PersonalKind kind) : Attribute
{
    public PersonalKind Kind => kind;
}
