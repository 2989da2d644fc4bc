using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Store;

try
{
    var builder = Host.CreateApplicationBuilder(args);

    // What is wrong is told below in one sentence; the host would print its stack trace before it.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    builder.AddRegistrySilo();
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception fault) when (fault is StorageStartException or RulePackInvalidException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
