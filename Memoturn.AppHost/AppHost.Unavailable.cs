Console.Error.WriteLine("placeholder");
return 78;
