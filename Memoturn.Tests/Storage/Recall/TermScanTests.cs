using CsCheck;
using Memoturn.Storage.Recall;

namespace Memoturn.Tests.Storage.Recall;

public sealed class TermScanTests
{
    private static readonly Gen<uint> Term = Gen.UInt[0, 30];

    [Fact]
    public void Vector_and_plain_scan_find_the_same_terms() =>
        Gen.Select(Term.Array[0, 100], Term.Array[1, TermScan.TermsPerPass]).Sample((terms, wanted) =>
        {
            var scan = new TermScan(wanted);
            for (var start = 0; start <= terms.Length; start++)
            {
                var expected = Array.FindIndex(terms, start, wanted.Contains);
                Assert.Equal(expected, scan.Find(terms, start));
                Assert.Equal(expected, scan.FindOneByOne(terms, start));
            }
        }, iter: 300);
}
