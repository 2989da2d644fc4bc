using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NanchangEdu.Registry.Api.Tests.Startup;

/// <summary>First start, restart and end of the real process; and every way in which it refuses to start.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("registry-start-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_first_start_writes_credentials_that_open_the_door_and_a_restart_keeps_them_and_the_tokens()
    {
        string token;
        byte[] written;
        await using (var first = RegistryProcess.Start(folder, "--Registry:Sample=false"))
        {
            await first.UntilListening();
            var file = Path.Combine(first.DataFolder, "first-run.json");
            written = await File.ReadAllBytesAsync(file);
            if (!OperatingSystem.IsWindows())
            {
                var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                Assert.Equal(owner, File.GetUnixFileMode(file));
                Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(first.DataFolder));
                string[] keys = Directory.GetFiles(Path.Combine(first.DataFolder, "keys"), "token-*");
                Assert.Equal(2, keys.Length);
                foreach (var key in keys) Assert.Equal(owner, File.GetUnixFileMode(key));
                Assert.Equal(owner, File.GetUnixFileMode(Path.Combine(first.DataFolder, "webhook.key")));
            }

            Assert.Contains(file, first.Output, StringComparison.Ordinal);
            token = await TokenOf(first, written);
            await first.Signal("INT");
            Assert.Equal(0, await first.UntilEnded());
            Assert.Equal("", first.Errors.Trim());
        }

        await using var second = RegistryProcess.Start(folder, "--Registry:Sample=false");
        await second.UntilListening();
        Assert.Equal(written, await File.ReadAllBytesAsync(Path.Combine(second.DataFolder, "first-run.json")));
        Assert.DoesNotContain("first-run.json", second.Output, StringComparison.Ordinal);
        await TokenOf(second, written);
        using var client = new HttpClient { BaseAddress = second.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync("/api/v1/counters");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await second.Signal("TERM");
        Assert.Equal(0, await second.UntilEnded());
    }

    [Fact]
    public async Task A_wrong_secret_gets_no_token()
    {
        await using var program = RegistryProcess.Start(folder, "--Registry:Sample=false");
        await program.UntilListening();
        using var client = new HttpClient { BaseAddress = program.Address };
        foreach (var (id, secret) in new[] { ("admin", "wrong"), ("nobody", "wrong"), ("admin", "") })
        {
            using var answer = await client.PostAsync("/connect/token", Form(id, secret));
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest);
            Assert.DoesNotContain("access_token", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_busy_port_is_one_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var program = RegistryProcess.StartAt(folder, address, "--Registry:Sample=false");
        await ShouldRefuse(program, "端口已被占用", "The port is in use");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_one_sentence()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "data"), "a file where the folder should be");
        await using var program = RegistryProcess.Start(folder, "--Registry:Sample=false");
        await ShouldRefuse(program, Path.Combine(folder, "data"), "[");
    }

    [Theory]
    [InlineData("register.db")]
    [InlineData("identity.db")]
    [InlineData("operations.db")]
    public async Task A_damaged_database_is_one_sentence(string file)
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data", file), new string('x', 8192));
        await using var program = RegistryProcess.Start(folder, "--Registry:Sample=false");
        await ShouldRefuse(program, "损坏", "damaged");
    }

    [Fact]
    public async Task An_invalid_rule_pack_is_one_sentence_that_names_the_field()
    {
        var pack = Path.Combine(folder, "pack.json");
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json"));
        await File.WriteAllTextAsync(pack, text.Replace("\"timesPerYearMax\": 2,", "\"timesPerYearMax\": \"two\",", StringComparison.Ordinal));
        await using var program = RegistryProcess.Start(folder, "--Registry:Sample=false", $"--Registry:PolicyFile={pack}");
        await ShouldRefuse(program, "timesPerYearMax", "The rule pack is invalid");
    }

    [Fact]
    public async Task A_setting_out_of_its_range_is_one_sentence()
    {
        await using var program = RegistryProcess.Start(folder, "--Registry:Sample=false", "--RateLimit:PerSecond=0");
        await ShouldRefuse(program, "配置不正确", "PerSecond");
    }

    [Fact]
    public async Task A_network_of_proxies_that_is_none_is_one_sentence()
    {
        await using var program = RegistryProcess.Start(folder, "--Registry:Sample=false", "--Door:TrustedProxies:0=0.0.0.0/0");
        await ShouldRefuse(program, "配置不正确", "Door", "0.0.0.0/0");
    }

    /// <summary>Probes and scrapes come in there: a flood at the public port must not have the program restarted for it.</summary>
    [Fact]
    public async Task Whoever_takes_every_connection_of_the_public_port_leaves_the_operators_port_alone()
    {
        const int connections = 20;
        var management = RegistryProcess.FreePort();
        await using var program = RegistryProcess.Start(
            folder, "--Registry:Sample=false", $"--Door:ConnectionsMax={connections}", $"--Registry:ManagementPort={management}");
        await program.UntilListening();

        List<TcpClient> taken = [];
        for (var number = 0; number < 2 * connections; number++) taken.Add(new TcpClient(program.Address.Host, program.Address.Port));
        using var citizen = new HttpClient { BaseAddress = program.Address };
        await Assert.ThrowsAsync<HttpRequestException>(() => citizen.GetAsync("/healthz/live"));

        using var operators = new HttpClient { BaseAddress = new Uri($"http://{program.Address.Host}:{management}") };
        using var live = await operators.GetAsync("/healthz/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        taken.ForEach(connection => connection.Dispose());
    }

    /// <summary>The framework's own switch takes everybody's word on his address: with it no limit by address would hold.</summary>
    [Fact]
    public async Task To_trust_every_forwarded_header_is_refused_in_one_sentence()
    {
        await using var program = RegistryProcess.Start(folder, "--Registry:Sample=false", "--ForwardedHeaders_Enabled=true");
        await ShouldRefuse(program, "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "Door__TrustedProxies__0");
    }

    private static async Task ShouldRefuse(RegistryProcess program, params string[] words)
    {
        Assert.NotEqual(0, await program.UntilEnded());
        var told = program.Errors.Trim();
        Assert.All(words, word => Assert.Contains(word, told, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', told);
        Assert.DoesNotContain("   at ", told + program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", program.Output, StringComparison.Ordinal);
    }

    private static async Task<string> TokenOf(RegistryProcess program, byte[] credentials)
    {
        using var list = JsonDocument.Parse(credentials);
        var first = list.RootElement[0];
        using var client = new HttpClient { BaseAddress = program.Address };
        using var answer = await client.PostAsync(
            "/connect/token", Form(first.GetProperty("clientId").GetString()!, first.GetProperty("clientSecret").GetString()!));
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return token.RootElement.GetProperty("access_token").GetString()!;
    }

    private static FormUrlEncodedContent Form(string id, string secret) => new(new Dictionary<string, string>
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = id,
        ["client_secret"] = secret,
    });
}
