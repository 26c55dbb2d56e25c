using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.Databases;

public sealed class SchemaChangeTests
{
    [Fact]
    [Trait("Accept", "ENG-02")]
    public async Task The_same_table_is_made_in_many_databases_whichever_connection_parsed_which_schema()
    {
        await using var cluster = new EngineCluster();
        var engine = await cluster.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var database = await EngineCluster.CreateAsync(engine, $"same-{i}");
            Assert.Equal(0, (await NotesTable.CreateAsync(engine, database)).Value);
            await NotesTable.AddAsync(engine, database, $"body {i}");
            Assert.Equal([$"body {i}"], await NotesTable.ReadAsync(engine, database));
        }
    }

    [Fact]
    public async Task A_database_made_after_another_changed_its_schema_has_the_template_s()
    {
        await using var cluster = new EngineCluster();
        var engine = await cluster.StartAsync(options: cluster.Options with { Connections = 2 });
        for (var i = 0; i < 5; i++)
        {
            var database = await EngineCluster.CreateAsync(engine, $"fresh-{i}");
            var created = await NotesTable.CreateAsync(engine, database);
            Assert.Equal(new TxId(1), created.Position.TxId);
            Assert.Equal(0, created.Value);
        }
    }
}
