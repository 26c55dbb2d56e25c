using Memoturn.ControlPlane;
using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane;
using Memoturn.DataPlane.Auth;
using Memoturn.DataPlane.Databases;
using Memoturn.DataPlane.Errors;
using Memoturn.DataPlane.Health;
using Memoturn.DataPlane.Limits;
using Memoturn.DataPlane.Memory;
using Memoturn.DataPlane.OpenApi;

try
{
    var builder = WebApplication.CreateBuilder(args);
    var options = NodeEnvironment.Read(builder.Configuration);
    builder.AddServiceDefaults();
    builder.AddNode(options);
    builder.Services.AddErrorEnvelope();
    builder.Services.AddMemoturnStorage(options);
    builder.Services.AddControlPlane();
    builder.Services.AddMemory();
    builder.Services.AddReadiness();
    builder.Services.AddApiDocument();

    var app = builder.Build();
    app.UseRequestPipeline();
    app.MapGroup("").IsOpen().MapDefaultEndpoints(options.MetricsListener);
    app.MapReadiness();
    app.MapIdentity();
    app.MapControlPlane();
    app.MapDatabases();
    app.MapMemories();
    app.MapSessions();
    app.MapRecall();
    app.MapApiDocument();
    await app.RunNodeAsync();
    return 0;
}
catch (Exception failure) when (StartFailure.Find(failure) is { } known)
{
    return known.Report(Console.Error);
}
