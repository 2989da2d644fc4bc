using System.Globalization;

namespace NanchangEdu.Registry.Tamper;

/// <param name="Runs">Manipulations to make.</param>
/// <param name="Clean">Verifications of registers that nobody touched.</param>
/// <param name="Seed">Of the chance by which they are drawn: the same draws the same.</param>
/// <param name="Only">Makes this one manipulation alone, and says what it was and what was found.</param>
internal sealed record Arguments(int Runs, int Clean, int Seed, int? Only)
{
    public const string Usage = "tamper [--runs N] [--clean N] [--seed S] [--only N]      10,000 runs, 1,000 clean ones and seed 1 unless said";

    private const int DefaultRuns = 10_000;
    private const int DefaultClean = 1000;

    public static Arguments? Parse(string[] args)
    {
        var arguments = new Arguments(DefaultRuns, DefaultClean, Seed: 1, Only: null);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;

            switch (args[i])
            {
                case "--runs":
                    arguments = arguments with { Runs = number };
                    break;
                case "--clean":
                    arguments = arguments with { Clean = number };
                    break;
                case "--seed":
                    arguments = arguments with { Seed = number };
                    break;
                case "--only":
                    arguments = arguments with { Only = number };
                    break;
                default:
                    return null;
            }
        }

        return arguments;
    }
}
