Console.WriteLine("usage: memoturn-benchmarks");
