namespace Memoturn.Protocol;

/// <summary>Header names of the wire; HTTP's own names are not repeated here.</summary>
public static class MemoturnHeaders
{
    /// <summary>Response: txid the answer reflects, decimal.</summary>
    public const string Txid = "Memoturn-Txid";

    /// <summary>Response: number of the ownership epoch of that state; 0 for a branch never owned.</summary>
    public const string Epoch = "Memoturn-Epoch";

    /// <summary>Request: never answer below this txid.</summary>
    public const string MinTxid = "Memoturn-Min-Txid";

    /// <summary>Request: <see cref="ConsistencyNames"/>.</summary>
    public const string Consistency = "Memoturn-Consistency";

    /// <summary>Request and response: <see cref="DurabilityNames"/>.</summary>
    public const string Durability = "Memoturn-Durability";

    /// <summary>Request: branch selector.</summary>
    public const string Branch = "Memoturn-Branch";
}
