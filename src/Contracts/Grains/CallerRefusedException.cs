namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// A call came without a caller context that fits it, and no grain was asked. An Orleans exception, so that it travels and whoever
/// meets it takes it for trouble of the cluster: no request of a person can bring it about.
/// </summary>
[GenerateSerializer, Alias("nce.CallerRefusedException")]
public sealed class CallerRefusedException(string message) : OrleansException(message);
