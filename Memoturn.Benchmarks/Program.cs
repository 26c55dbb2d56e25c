using Memoturn.Benchmarks;

var program = new BenchmarkProgram(Commands.All, TimeProvider.System, Console.Out);
return await program.RunAsync(args, CancellationToken.None);
