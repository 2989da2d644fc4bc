using Xunit.Sdk;
using Xunit.v3;

// Each of them starts processes that want both cores; side by side they would slow each other beyond their bounds.
[assembly: Parallelization(Mode = ParallelMode.None)]
