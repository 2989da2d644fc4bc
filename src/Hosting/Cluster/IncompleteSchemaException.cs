using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>The database lacks tables or queries that this program stands on.</summary>
public sealed class IncompleteSchemaException(string missing)
    : StorageStartException(
        $"数据库结构不完整，缺少 {missing}，请先以迁移角色运行 registry migrate，再启动。",
        $"The database lacks {missing}; run 'registry migrate' in the migrating role, then start again.",
        null);
