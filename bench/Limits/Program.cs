using NanchangEdu.Registry.Bench.Limits;

// What no program can beat that stands on the same ground: the reading side and the start. The writing side is pgbench's.
return args switch
{
    ["bare", .. var rest] => BareKestrel.Run(rest),
    ["empty", .. var rest] => EmptyHost.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Limits bare   the bytes of Bench:View behind the registry's authentication\nLimits empty  a silo and a web server without anything in them");
    return 2;
}
