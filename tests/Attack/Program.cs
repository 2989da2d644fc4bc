using NanchangEdu.Registry.Attack;

// Tries to reach a site's grain through a silo's port, with what it was given, and says how far it came.
// Exit codes: 0 reached, 1 refused, 2 nobody listens there, 64 the arguments are wrong.

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 64;
}

var outcome = await Intrusion.Try(arguments);
await Console.Out.WriteLineAsync(outcome.Sentence);
return outcome.ExitCode;
