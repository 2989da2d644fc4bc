namespace NanchangEdu.Registry.Hosting;

/// <summary>A setting with which the program does not start: one sentence in each language that names it and says what to do.</summary>
public sealed class RegistrySettingException(string setting, string chinese, string english) : Exception($"{setting}: {english}")
{
    public string Chinese { get; } = $"配置 {setting}：{chinese}";

    public string English { get; } = $"Setting {setting}: {english}";
}
