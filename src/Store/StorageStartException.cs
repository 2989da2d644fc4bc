namespace NanchangEdu.Registry.Store;

/// <summary>Why the register's database cannot be opened: one clear sentence in each language, for the person who starts the program.</summary>
public abstract class StorageStartException(string chinese, string english, Exception? cause)
    : Exception($"{chinese} / {english}", cause)
{
    public string Chinese { get; } = chinese;

    public string English { get; } = english;
}

/// <summary>The database would not keep what was acknowledged through a power cut.</summary>
public sealed class UnsafeStorageException(string setting, string found, string needed)
    : StorageStartException(
        $"数据库设置 {setting} 为「{found}」，断电时可能丢失已确认的数据，须为「{needed}」，程序拒绝启动。",
        $"The database setting {setting} is '{found}', with which a power cut may lose acknowledged data; it must be '{needed}', so the program refuses to start.",
        null);

/// <summary>The database file is not a database, or a damaged one.</summary>
public sealed class DamagedStorageException(string path, string finding, Exception? cause = null)
    : StorageStartException(
        $"数据库文件 {path} 已损坏（{finding}），请用备份恢复后再启动。",
        $"The database file {path} is damaged ({finding}); restore it from a backup, then start again.",
        cause);

/// <summary>The folder or file of the database cannot be made or written.</summary>
public sealed class UnwritableStorageException(string path, string finding, Exception? cause = null)
    : StorageStartException(
        $"无法写入数据库 {path}（{finding}），请检查文件夹、权限和磁盘空间。",
        $"The database {path} cannot be written ({finding}); check the folder, its permissions and the disk's free space.",
        cause);

/// <summary>Another program holds the database.</summary>
public sealed class LockedStorageException(string path, Exception? cause = null)
    : StorageStartException(
        $"数据库 {path} 正被其他程序占用，请先关闭该程序。",
        $"The database {path} is locked by another program; close that one first.",
        cause);

/// <summary>The database was made by a newer version of this program.</summary>
public sealed class NewerStorageException(string path, string script)
    : StorageStartException(
        $"数据库 {path} 由更新版本的程序创建（{script}），请使用该版本启动。",
        $"The database {path} was made by a newer version of this program ({script}); start that version.",
        null);

/// <summary>The numbered SQL could not be applied.</summary>
public sealed class FailedMigrationException(string path, string script, Exception cause)
    : StorageStartException(
        $"数据库 {path} 的升级脚本 {script} 执行失败（{cause.Message}），未作任何更改。",
        $"The script {script} could not be applied to the database {path} ({cause.Message}); nothing was changed.",
        cause);

/// <summary>The database server does not answer.</summary>
public sealed class UnreachableStorageException(string database, string finding, Exception? cause = null)
    : StorageStartException(
        $"无法连接数据库 {database}（{finding}），请检查地址、网络以及数据库是否在运行。",
        $"The database {database} cannot be reached ({finding}); check the address, the network and that the server runs.",
        cause);

/// <summary>The database server does not let the program in: password, role, database or a missing grant.</summary>
public sealed class RefusedStorageException(string database, string finding, Exception? cause = null)
    : StorageStartException(
        $"数据库 {database} 拒绝访问（{finding}），请检查用户、口令文件、数据库名和授权。",
        $"The database {database} refuses the program ({finding}); check the role, its password file, the database's name and the grants.",
        cause);

/// <summary>The database is a standby, or set to read-only.</summary>
public sealed class ReadOnlyStorageException(string database, Exception? cause = null)
    : StorageStartException(
        $"数据库 {database} 是只读的（备机，或设置了只读），请连接主库。",
        $"The database {database} is read-only (a standby, or set so); connect to the primary.",
        cause);

/// <summary>The schema is older than the program, or not there.</summary>
public sealed class OutdatedStorageException(string database, string finding)
    : StorageStartException(
        $"数据库 {database} 的结构早于本程序（{finding}），请先运行 migrate 命令。",
        $"The schema of the database {database} is older than this program ({finding}); run the verb migrate first.",
        null);

/// <summary>The administrator's script has not been run on the database, or that of an older version.</summary>
public sealed class UnpreparedStorageException(string database, string finding, Exception? cause = null)
    : StorageStartException(
        $"数据库 {database} 尚未为本版本准备好（{finding}），请由数据库管理员先执行本版本的 roles.sql（可重复执行）。",
        $"The database {database} is not prepared for this version ({finding}); let its administrator run this version's roles.sql first, once more if it was run before.",
        cause);

/// <summary>The database holds texts in another encoding than UTF-8.</summary>
public sealed class ForeignEncodingException(string database, string found)
    : StorageStartException(
        $"数据库 {database} 的编码为「{found}」，须为「UTF8」，请重新建库。",
        $"The encoding of the database {database} is '{found}'; it must be 'UTF8', so make the database anew.",
        null);

/// <summary>The ledger's positions are ahead of the server that holds them: the database was restored from a dump.</summary>
public sealed class RestoredStorageException(string database)
    : StorageStartException(
        $"数据库 {database} 是从转储恢复的，台账位置须重新起算，请先运行 migrate 命令。",
        $"The database {database} was restored from a dump and its ledger needs a new base for positions; run the verb migrate first.",
        null);
