namespace Memoturn.DataPlane.Memory;

/// <summary>What the memory slice runs beside its requests, and what recall is set up with.</summary>
internal static class MemoryServices
{
    public static IServiceCollection AddMemory(this IServiceCollection services)
    {
        services.AddSingleton<ExpirySweep>();
        services.AddSingleton<RecallInstruments>();
        services.AddSingleton(provider => new MemoryRecall(
            provider.GetRequiredService<NodeOptions>().Recall,
            provider.GetRequiredService<RecallInstruments>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddHostedService<SweepHost>();
    }
}
