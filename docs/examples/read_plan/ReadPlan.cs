// .NET 8 or newer, nothing else
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

const string query =
    "{ plan { stage initiatives { title budgets { state amount fiscalYear { be } } } } }";

using var http = new HttpClient();
http.BaseAddress = new Uri(Environment.GetEnvironmentVariable("SIMITI_URL")!);
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
    "Bearer", Environment.GetEnvironmentVariable("SIMITI_TOKEN"));

using var answer = await http.PostAsJsonAsync("/graphql", new { query });
var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
if (!answer.IsSuccessStatusCode || body.TryGetProperty("errors", out _))
    throw new Exception($"{(int)answer.StatusCode}: {body}");
foreach (var row in body.GetProperty("data").GetProperty("plan").GetProperty("initiatives").EnumerateArray())
    foreach (var cell in row.GetProperty("budgets").EnumerateArray())
        // The amount is a decimal number as text; null unless the state is AMOUNT.
        Console.WriteLine($"{row.GetProperty("title")} {cell.GetProperty("fiscalYear").GetProperty("be")} " +
            $"{cell.GetProperty("state")} {cell.GetProperty("amount")}");
