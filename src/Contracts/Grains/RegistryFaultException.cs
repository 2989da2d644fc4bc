namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// The only exception of our own that leaves a grain. It carries words and no cause: a database driver's exception has no codec
/// on the other side, and the caller would meet a serialization error in its place.
/// </summary>
[GenerateSerializer, Alias("nce.RegistryFaultException")]
public sealed class RegistryFaultException(string message) : Exception(message);
