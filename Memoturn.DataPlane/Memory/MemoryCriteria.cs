using System.Collections.Immutable;
using Memoturn.DataPlane.Filters;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// Which memories a list or a recall speaks of (http-api 16.5); null is no condition. Times are unix milliseconds.
/// </summary>
internal sealed record MemoryCriteria
{
    private static readonly FilterTarget MetadataTarget = new("m.metadata", "m.id");
    private static readonly FilterTarget ContentTarget = new("m.content_json");

    /// <summary>An empty list matches nothing.</summary>
    public ImmutableArray<string>? Types { get; init; }

    public string? SessionId { get; init; }

    public string? Source { get; init; }

    public string? TopicKey { get; init; }

    public string? TopicPrefix { get; init; }

    public Filter? Metadata { get; init; }

    /// <summary>Matches nothing where the content is not an object.</summary>
    public Filter? Content { get; init; }

    /// <summary>Exclusive.</summary>
    public long? CreatedAfter { get; init; }

    /// <summary>Exclusive.</summary>
    public long? CreatedBefore { get; init; }

    /// <summary>Shows what was active then, whatever has superseded it since.</summary>
    public long? AsOf { get; init; }

    public bool IncludesSuperseded { get; init; }

    /// <summary>Appends the condition on a row of <c>__memoturn_memories AS m</c>, expired rows left out.</summary>
    public SqlText AppendTo(SqlText text, MemorySql sql, long nowUnixMs)
    {
        text.Append("(m.expires_at IS NULL OR m.expires_at > ").Append(SqlValue.Of(nowUnixMs)).Append(")");
        AppendActivity(text);
        AppendTypes(text);
        AppendEqual(text, "m.session_id", SessionId);
        AppendEqual(text, sql.Source, Source);
        AppendEqual(text, "m.topic_key", TopicKey);
        if (TopicPrefix is not null)
        {
            text.Append(" AND m.topic_key >= ").Append(SqlValue.Of(TopicPrefix))
                .Append(" AND instr(m.topic_key, ").Append(SqlValue.Of(TopicPrefix)).Append(") = 1");
        }

        AppendTimes(text);
        AppendFilters(text);
        return text;
    }

    private static void AppendEqual(SqlText text, string column, string? value)
    {
        if (value is not null)
        {
            text.Append($" AND {column} = ").Append(SqlValue.Of(value));
        }
    }

    private void AppendActivity(SqlText text)
    {
        if (AsOf is { } time)
        {
            text.Append(
                " AND EXISTS (SELECT 1 FROM __memoturn_activations AS a WHERE a.memory = m.rowid AND a.shown_from <= ")
                .Append(SqlValue.Of(time)).Append(" AND (a.shown_to IS NULL OR a.shown_to > ").Append(SqlValue.Of(time))
                    .Append("))");
        }
        else if (!IncludesSuperseded)
        {
            text.Append(" AND m.superseded_at IS NULL");
        }
    }

    private void AppendTypes(SqlText text)
    {
        if (Types is not { } types)
        {
            return;
        }

        text.Append(" AND m.type IN (");
        for (var i = 0; i < types.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(SqlValue.Of(types[i]));
        }

        text.Append(")");
    }

    private void AppendTimes(SqlText text)
    {
        if (CreatedAfter is { } after)
        {
            text.Append(" AND m.created_at > ").Append(SqlValue.Of(after));
        }

        if (CreatedBefore is { } before)
        {
            text.Append(" AND m.created_at < ").Append(SqlValue.Of(before));
        }
    }

    private void AppendFilters(SqlText text)
    {
        if (Metadata is not null)
        {
            text.Append(" AND ").AppendFilter(Metadata, MetadataTarget);
        }

        if (Content is not null)
        {
            text.Append(" AND json_type(m.content_json) = 'object' AND ").AppendFilter(Content, ContentTarget);
        }
    }
}
