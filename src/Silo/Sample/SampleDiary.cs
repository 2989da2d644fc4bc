using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>
/// <c>sample-city.json</c>, beside the register: from when the sample city's story looks back, and whether it was told to its
/// end. Replaced as a whole, so that a crash leaves the old one or the new one.
/// </summary>
internal sealed class SampleDiary(string dataFolder)
{
    private readonly string path = Path.Combine(dataFolder, "sample-city.json");

    /// <param name="IsComplete">Whether every command of the story was acknowledged.</param>
    public sealed record Entry(DateTimeOffset LookingBackFrom, bool IsComplete);

    /// <exception cref="SampleCityException">The file is there and says nothing that can be understood.</exception>
    public Entry? Read()
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<Entry>(File.ReadAllBytes(path), RegistryJson.Options);
        }
        catch (JsonException trouble)
        {
            throw new SampleCityException($"示例城市的进度文件 {path} 无法读取：{trouble.Message}。登记数据完整时可删除该文件后再启动。");
        }
    }

    public void Write(Entry entry)
    {
        var draft = path + ".new";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, entry, RegistryJson.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
