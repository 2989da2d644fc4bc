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
