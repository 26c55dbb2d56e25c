using Memoturn.Benchmarks;

return await new BenchmarkProgram(Commands.All, TimeProvider.System, Console.Out).RunAsync(args, CancellationToken.None);
