using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Hosting;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>Verbs for a shared server: the embedded mode does by itself what they do.</summary>
internal static class PostgresOnly
{
    /// <exception cref="RegistrySettingException"/>
    public static void Demand(Surroundings surroundings, string verb)
    {
        if (surroundings.Database.IsPostgres) return;

        throw new RegistrySettingException(
            RegistryDatabase.KindSetting,
            $"{verb} 只用于 PostgreSQL，请设 Registry__Database=postgresql 和 Registry__Postgres__ConnectionString。",
            $"{verb} is for PostgreSQL; set Registry__Database=postgresql and Registry__Postgres__ConnectionString.");
    }
}
