using System.Collections.Immutable;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>A question put to contenders.</summary>
internal interface IExperiment
{
    /// <summary>Its word on the command line and in the page.</summary>
    string Name { get; }

    ImmutableArray<Goal> Goals { get; }

    /// <summary>Measures, and says under which conditions.</summary>
    Task<string> Run(Measurements into);
}
