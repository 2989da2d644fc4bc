using System.Collections.Immutable;
using System.Reflection;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Views;

/// <summary>
/// Makes a value of any contract type by its constructor, so that types of tomorrow are made as well. Every text is a canary that names
/// the member it sits in.
/// </summary>
internal sealed class Canaries(string mark)
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    /// <summary>The text in a member.</summary>
    public string Of(PropertyInfo member) => $"{mark}-{member.DeclaringType!.Name}-{member.Name}-";

    public T Make<T>() => (T)Make(typeof(T), typeof(T).Name);

    private object Make(Type type, string place)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Make(underlying, place);
        if (type == typeof(string)) return $"{mark}-{place}-";
        if (type == typeof(int) || type == typeof(long)) return Convert.ChangeType(1, type, null);
        if (type == typeof(bool)) return true;
        if (type == typeof(DateTimeOffset)) return At;
        if (type == typeof(DateOnly)) return new DateOnly(2026, 3, 2);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0)!;
        if (type == typeof(SiteId)) return Sample.FirstSiteId;
        if (type == typeof(UnitId)) return Sample.SchoolId;
        if (type == typeof(ImmutableArray<Difference>)) return Changed();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return Array(type.GetGenericArguments()[0], place);
        if (type.IsAbstract) type = type.Assembly.GetTypes().First(t => t.IsSubclassOf(type));

        var made = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;
        return made.Invoke([.. made.GetParameters().Select(p => Make(p.ParameterType, $"{type.Name}-{p.Name}"))]);
    }

    private object Array(Type item, string place)
    {
        var items = System.Array.CreateInstance(item, 1);
        items.SetValue(Make(item, place), 0);
        return typeof(ImmutableArray).GetMethods().Single(m => m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(item).Invoke(null, [items])!;
    }

    /// <summary>Every text of a request's profile changed, and a whole contact more.</summary>
    private ImmutableArray<Difference> Changed()
    {
        var (before, after) = (new Canaries($"old{mark}").Make<SiteProfile>(), Make<SiteProfile>());
        return Differences.Between(new RequestContent(before), new RequestContent(after with { Contacts = after.Contacts.Add(Make<Contact>()) }));
    }
}
