namespace Memoturn.DataPlane;

/// <summary>Says at start what was odd about the settings, and that every route is open.</summary>
internal sealed partial class StartReport(NodeOptions options, ILogger<StartReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in options.Warnings)
        {
            LogSetting(warning);
        }

        LogAuthenticationOff();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventIds.OddSetting, LogLevel.Warning, "{Warning}")]
    private partial void LogSetting(string warning);

    [LoggerMessage(EventIds.AuthenticationOff, LogLevel.Warning, "AUTHENTICATION IS OFF: every route is open to "
        + "everybody who reaches this node")]
    private partial void LogAuthenticationOff();
}
