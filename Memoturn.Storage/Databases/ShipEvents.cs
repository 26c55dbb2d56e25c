namespace Memoturn.Storage.Databases;

/// <summary>What a shipper tells its branch, from the shipper's own loop.</summary>
/// <param name="Landed">A segment landed; the tip includes it.</param>
/// <param name="Ended">Nothing more is shipped: another epoch's object stands in the way, or worse.</param>
internal sealed record ShipEvents(Action<HistoryTip> Landed, Action<Exception> Ended);
