using System.Globalization;
using System.Text;
using Memoturn.DataPlane.Errors;
using Memoturn.Protocol;
using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Microsoft.AspNetCore.Http;

namespace Memoturn.Tests.DataPlane.Errors;

public sealed class ErrorTableTests
{
    private static readonly Exception[] Failures =
    [
        new RequestException(ErrorCode.DatabaseNotFound, "database not found: a"),
        new OverloadedException("database write queue full (256 writes pending); retry later", TimeSpan.FromSeconds(1)),
        new TxidNotReachedException("txid 9 not reached; this node has 4", new(4), Epoch.None),
        new FencedException(new(3, default), new(2, default)),
        new ManifestConflictException("v1/x/manifest.json"),
        new SqlFailedException("no such table: t"),
        new StoreUnavailableException("connection refused"),
        new BranchUnavailableException("lease expired before acknowledgement"),
        new CorruptObjectException("v1/x: checksum 1 expected 2"),
        new LocalDiskException("no space left"),
        new InvariantException("head fell from 3 to 2"),
        new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge),
        new BadHttpRequestException("Bad chunk size data."),
        new InvalidOperationException("a secret"),
    ];

    [Fact]
    [Trait("Accept", "API-05")]
    public void Table_of_codes_and_failures_is_a_golden_file_here_without_the_failures_of_routes_not_built_yet()
    {
        var text = new StringBuilder();
        foreach (var code in ErrorCode.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"{code.Status} {code.Name}\n");
        }

        foreach (var failure in Failures)
        {
            Append(text, failure.GetType().Name, ErrorTable.Of(failure, 33_554_432));
        }

        foreach (var status in new[] { 404, 405, 408, 415, 500 })
        {
            Append(text, $"bare {status}", ErrorTable.Of(status));
        }

        Golden.Match(text.ToString(), "errors.golden.txt");
    }

    private static void Append(StringBuilder text, string cause, ErrorAnswer answer) => text.Append(
        CultureInfo.InvariantCulture,
        $"{cause}: {answer.Status} {answer.Code}{(answer.IsRetryable ? " retry" : "")}: {answer.Text}\n");
}
