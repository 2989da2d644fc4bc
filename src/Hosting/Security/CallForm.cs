using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using NanchangEdu.Registry.Contracts;
using Orleans.Serialization.Invocation;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>
/// What is the same in all calls of a method, found once: its name and where it names actors. It is read off the request that will be
/// invoked; the headers that come with a message could say something else.
/// </summary>
internal sealed class CallForm
{
    private static readonly ConcurrentDictionary<Type, CallForm> Known = new();

    private readonly byte[] method;

    private CallForm(IInvokable request)
    {
        method = Encoding.UTF8.GetBytes($"{request.GetInterfaceName()}\n{request.GetMethodName()}");
        ActorsAt = [.. request.GetMethod().GetParameters().Where(parameter => MayNameActor(parameter.ParameterType)).Select(parameter => parameter.Position)];
    }

    public ReadOnlySpan<byte> Method => method;

    public ImmutableArray<int> ActorsAt { get; }

    public static CallForm Of(IInvokable request) =>
        Known.TryGetValue(request.GetType(), out var known) ? known : Known.GetOrAdd(request.GetType(), new CallForm(request));

    /// <summary>A parameter of a wider type may bring an actor too.</summary>
    private static bool MayNameActor(Type type) =>
        type.IsGenericParameter || type.IsAssignableFrom(typeof(Actor)) || type.IsAssignableFrom(typeof(Envelope));
}
