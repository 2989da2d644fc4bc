using System.Reflection;
using System.Runtime.CompilerServices;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>What crosses the wire or names a stored row is found by names and numbers: two alike would read each other's bytes.</summary>
public sealed class ContractTests
{
    private static readonly Assembly[] Ours = [typeof(Envelope).Assembly, typeof(RecordOptions).Assembly];

    private static IEnumerable<Type> WireTypes => Ours.SelectMany(a => a.GetTypes())
        .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null);

    private static IEnumerable<Type> GrainInterfaces => Ours.SelectMany(a => a.GetTypes())
        .Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type));

    private static IEnumerable<Type> GrainClasses => typeof(RecordOptions).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(Grain).IsAssignableFrom(type));

    [Fact]
    public void Every_wire_type_has_an_alias_of_ours_and_no_two_have_the_same()
    {
        var aliases = WireTypes.Concat(GrainInterfaces).Select(type => (type.Name, type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias)).ToArray();

        Assert.True(aliases.Length > 50, "the reflection finds the contracts");
        Assert.All(aliases, entry => Assert.StartsWith("nce.", entry.Alias ?? $"{entry.Name} has none", StringComparison.Ordinal));
        Assert.Empty(aliases.GroupBy(entry => entry.Alias).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Every_wire_member_has_an_id_and_no_two_of_a_type_have_the_same()
    {
        var findings = WireTypes.Where(type => !type.IsEnum && !typeof(Exception).IsAssignableFrom(type)).SelectMany(type =>
        {
            var members = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(property => property.SetMethod is not null && property.GetMethod!.GetBaseDefinition() == property.GetMethod)
                .Select(property => (property.Name, property.GetCustomAttribute<IdAttribute>()?.Id))
                .ToArray();
            var bare = members.Where(member => member.Id is null && !InheritedByConstructor(type, member.Name)).Select(member => $"{type.Name}.{member.Name} has no id");
            var doubled = members.Where(member => member.Id is not null).GroupBy(member => member.Id)
                .Where(same => same.Count() > 1).Select(same => $"{type.Name} has id {same.Key} twice");
            return bare.Concat(doubled);
        });

        Assert.Empty(findings);
    }

    [Fact]
    public void Every_grain_method_has_an_alias_and_no_two_of_an_interface_have_the_same()
    {
        var methods = GrainInterfaces.SelectMany(type => type.GetMethods().Select(method => (Type: type.Name, method.GetCustomAttribute<AliasAttribute>()?.Alias))).ToArray();

        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.False(string.IsNullOrEmpty(method.Alias), $"a method of {method.Type} has no alias"));
        Assert.Empty(methods.GroupBy(method => method).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    /// <summary>Orleans writes a call with its arguments into the log and into the exception when no answer comes in time.</summary>
    [Fact]
    public void What_goes_into_a_call_or_comes_back_prints_nothing_that_it_carries()
    {
        var carried = GrainInterfaces.SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .Select(type => type.IsGenericType ? type.GetGenericArguments()[0] : type)
            .Where(type => type.Assembly == typeof(Envelope).Assembly)
            .Distinct()
            .SelectMany(type => WireTypes.Where(wire => type.IsAssignableFrom(wire) && !wire.IsAbstract))
            .ToArray();

        Assert.True(carried.Length > 30, "the reflection finds the commands");
        Assert.All(carried, type => Assert.True(
            type.GetMethod(nameof(ToString), [])!.GetCustomAttribute<CompilerGeneratedAttribute>() is null, $"{type.Name} prints all its members"));
    }

    [Fact]
    public void A_call_that_is_written_into_a_log_names_no_person()
    {
        var call = typeof(Envelope).Assembly.GetTypes()
            .Where(type => typeof(IRequest).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (IRequest)Activator.CreateInstance(type)!)
            .Single(request => request.GetInterfaceType() == typeof(IUnitGrain) && request.GetMethodName() == nameof(IUnitGrain.Execute));
        call.SetArgument(0, new AppointSubstitute("person-a", "张三丰", "person-b", "李四光", default, default));
        call.SetArgument(1, new Envelope(new Actor("person-c", "王五", Role.Lead, null, null), "key", "hash", null, "trace-1"));

        var written = $"{call} {IRequest.ToMethodCallString(call)}";

        Assert.Contains("AppointSubstitute, trace-1", written, StringComparison.Ordinal);
        Assert.All(["person-", "张三丰", "李四光", "王五"], person => Assert.DoesNotContain(person, written, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_grain_class_names_its_type_and_no_two_have_the_same()
    {
        var names = GrainClasses.Select(type => (type.Name, GrainTypeOf(type))).ToArray();

        Assert.Equal(16, names.Length);
        Assert.All(names, entry => Assert.False(string.IsNullOrEmpty(entry.Item2), $"{entry.Name} has no grain type"));
        Assert.Equal(names.Length, names.Select(entry => entry.Item2).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Stored_state_goes_by_its_grains_type_so_that_no_two_grains_read_each_others_row()
    {
        var states = GrainClasses
            .SelectMany(type => type.GetConstructors().SelectMany(made => made.GetParameters())
                .Select(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>())
                .OfType<PersistentStateAttribute>()
                .Select(state => (Type: GrainTypeOf(type), state.StateName, state.StorageName)))
            .ToArray();

        Assert.NotEmpty(states);
        Assert.All(states, state => Assert.Equal((state.Type, OperationalState.StorageName), (state.StateName, state.StorageName)));
        Assert.Equal(states.Length, states.Select(state => state.StateName).Distinct(StringComparer.Ordinal).Count());
    }

    private static bool InheritedByConstructor(Type type, string property) => type.BaseType?.GetProperty(property) is not null;

    private static string? GrainTypeOf(Type type) =>
        type.GetCustomAttributesData().SingleOrDefault(data => data.AttributeType == typeof(GrainTypeAttribute))?.ConstructorArguments[0].Value as string;
}
