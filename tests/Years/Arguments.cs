using System.Globalization;

namespace NanchangEdu.Registry.Years;

/// <param name="Database">postgresql: two silos that do not know each other. sqlite: one with two sweepers.</param>
/// <param name="Kills">How many processes are to be killed on the way, about.</param>
/// <param name="Seed">Of lives, weather and kills: the same draws the same lives, and kills at the same days.</param>
internal sealed record Arguments(string Database, int Sites, int Days, int Kills, int Seed)
{
    public const string Postgresql = "postgresql";
    public const string Sqlite = "sqlite";
    public const string Usage = "years [--database postgresql|sqlite] [--sites N] [--days N] [--kills N] [--seed S]      PostgreSQL, 2,000 sites, 1,095 days, 80 kills and seed 1 unless said";

    public static Arguments? Parse(string[] args)
    {
        var arguments = new Arguments(Postgresql, Sites: 2000, Days: 1095, Kills: 80, Seed: 1);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) return null;

            if (args[i] == "--database" && args[i + 1] is Postgresql or Sqlite)
            {
                arguments = arguments with { Database = args[i + 1] };
                continue;
            }

            if (!int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;

            switch (args[i])
            {
                case "--sites":
                    arguments = arguments with { Sites = number };
                    break;
                case "--days":
                    arguments = arguments with { Days = number };
                    break;
                case "--kills":
                    arguments = arguments with { Kills = number };
                    break;
                case "--seed":
                    arguments = arguments with { Seed = number };
                    break;
                default:
                    return null;
            }
        }

        return arguments;
    }
}
