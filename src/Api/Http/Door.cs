namespace NanchangEdu.Registry.Api.Http;

/// <summary>Sends the refusal of a malformed request before its handler is reached.</summary>
internal sealed class Door : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is IAsked { Refusal: { } refusal }) return ValueTask.FromResult<object?>(refusal);
        }

        return next(context);
    }
}
