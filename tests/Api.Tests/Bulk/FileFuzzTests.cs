using System.Text;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Tests.Bulk;

/// <summary>Files with bytes changed, cut off and put in: a documented answer each time, never a defect.</summary>
[Collection(SharedGateway.Name)]
public sealed class FileFuzzTests(Gateway gateway)
{
    private const int Seed = 20260302;
    private const int Mutations = 150;

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task No_file_breaks_an_upload(string format)
    {
        var (form, mediaType) = format == "xlsx" ? (FileFormat.Xlsx, FileForms.Xlsx) : (FileFormat.Csv, FileForms.Csv);
        var random = new Random(Seed);
        var sound = Workbooks.Write(
            form, FileEncoding.Utf8, AllTables.Units.Columns.Select(column => column.Heading),
            [["12360100491012347A", "南昌市第一中学", "局属学校", "11360100014501236X", "民德路"], ["12360100491012347A", "=1+1", "\"", "\n", "'"]]);
        var operation = Operations.Named(gateway, "uploadImport");
        using var clerk = gateway.As(People.Of(Role.Clerk));

        for (var n = 0; n < Mutations; n++)
        {
            using var answer = await clerk.SendAsync(UploadedFiles.Request("units", Mutated(sound, random), mediaType));
            var status = (int)answer.StatusCode;
            Assert.True(Description.Statuses(operation.Metadata).Contains(status) && status < 500, $"{n}: {status} {await answer.Content.ReadAsStringAsync()}");
            if (status >= 400) await answer.ShouldBeProblem(answer.StatusCode);
        }

        gateway.Defects.ShouldBeNone();
    }

    private static byte[] Mutated(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 64), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(new string((char)random.Next('!', '鿿'), random.Next(1, 20))));
                    break;
                default:
                    bytes.InsertRange(at, bytes.Skip(at).Take(random.Next(1, 64)).ToArray());
                    break;
            }
        }

        return [.. bytes];
    }
}
