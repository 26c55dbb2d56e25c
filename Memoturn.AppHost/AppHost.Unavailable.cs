const int ConfigurationError = 78;

Console.Error.WriteLine(
    """
    The AppHost was not compiled: the package Aspire.AppHost.Sdk is not on this NuGet feed.
    Add a feed that has it, delete artifacts/aspire-probe and build again.

    A node needs no AppHost. It runs by itself, embedded object store included:

        dotnet run --project Memoturn.DataPlane
    """);
return ConfigurationError;
