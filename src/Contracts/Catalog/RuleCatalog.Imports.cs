namespace NanchangEdu.Registry.Contracts;

public static partial class RuleCatalog
{
    /// <summary>Files that come in and go out: they cite no clause.</summary>
    private static IEnumerable<RuleEntry> Imports() =>
    [
        Entry(RuleId.ImportFileUnreadable, null,
            "文件无法读取", "The file cannot be read",
            "文件无法读取[：{expected}]。请使用下载的模板，另存为 XLSX 或 CSV（UTF-8 或 GB18030）后重新上传。",
            "The file cannot be read[: {expected}]. Please use the template and save it as XLSX or CSV (UTF-8 or GB18030)."),
        Entry(RuleId.ImportTooLarge, null,
            "文件过大", "The file is too large",
            "文件超过上限[：{expected}]。请拆分为几个文件分别导入。",
            "The file is larger than allowed[: {expected}]. Please split it and import the parts one by one."),
        Entry(RuleId.ImportTableMismatch, null,
            "表头与所选表不符", "The headings are not those of the table",
            "文件的表头与所选的表[（{value}）]不符，各处见 items。请对照模板更正表头后重新上传。",
            "The headings are not those of the table[ ({value})]; items names each. Please correct them with the template."),
        Entry(RuleId.ImportNotChecked, null,
            "尚未检查完毕", "The dry run is not over",
            "该导入尚未检查完毕，不能应用。请等待检查完成，核对差异后再应用。",
            "The import is still being checked and cannot be applied. Please wait for the dry run and look at its differences first."),
        Entry(RuleId.ImportHasErrors, null,
            "有错误的行", "There are rows with errors",
            "有 {left} 行存在错误，没有导入任何内容。请更正文件后重新上传，或选择跳过有错误的行。",
            "{left} rows have errors, and nothing was imported. Please correct the file and upload it again, or choose to leave these rows out."),
        Entry(RuleId.ImportOver, null,
            "该导入已结束", "The import is over",
            "该导入已应用或已取消，不能再办理。如需再次导入，请重新上传文件。",
            "The import was applied or cancelled, and nothing more can be done with it. Please upload the file again to import once more."),
        Entry(RuleId.ExportTooLarge, null,
            "导出内容过多", "There is too much to export",
            "符合条件的记录超过 {limit} 条，没有导出。请缩小筛选范围后分次导出。",
            "More than {limit} records match, and nothing was exported. Please narrow the filter and export them in parts."),
    ];
}
