namespace Memoturn.DataPlane.Filters;

/// <summary>How a field is compared with one value; only <see cref="NotEqual"/> lets a missing field match.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}
