using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Tests.Authorisation;

/// <summary>One thing that can be asked of a grain: a method, with the command or question it takes.</summary>
/// <param name="Name">As the table of docs/authorisation.md has it.</param>
/// <param name="Asked">The command or question; null when the method has none.</param>
internal sealed record GrainMethod(string Name, Type? Asked)
{
    /// <summary>Every method of every grain, by whether it says who asks.</summary>
    public static ILookup<bool, GrainMethod> All { get; } = (
        from grain in typeof(ISiteGrain).Assembly.GetTypes()
        where grain.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(grain)
        from method in grain.GetMethods()
        let parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray()
        from asked in AskedBy(parameters)
        let name = $"{grain.Name}.{method.Name}{(asked is null ? "" : $"({asked.Name})")}"
        select (HasCaller: parameters.Any(type => type == typeof(Actor) || type == typeof(Envelope)), Method: new GrainMethod(name, asked)))
        .ToLookup(one => one.HasCaller, one => one.Method);

    private static IEnumerable<Type?> AskedBy(Type[] parameters)
    {
        var asked = parameters.SingleOrDefault(type => type.IsAbstract && type.Assembly == typeof(Actor).Assembly);
        if (asked is null) return [null];
        return asked.Assembly.GetTypes().Where(type => type.IsSubclassOf(asked));
    }
}
