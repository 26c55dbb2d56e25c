namespace Memoturn.DataPlane.Memory;

/// <summary>What the memory slice runs beside its requests.</summary>
internal static class MemoryServices
{
    public static IServiceCollection AddMemory(this IServiceCollection services)
    {
        services.AddSingleton<ExpirySweep>();
        return services.AddHostedService<SweepHost>();
    }
}
