import Testing

@testable import Inspection

@Suite struct LengthSummaryTests {
  @Test func quantilesAreLengthsThatOccur() {
    let hundred = LengthSummary(Array((1...100).reversed()))
    #expect(hundred.median == 50 && hundred.p95 == 95 && hundred.maximum == 100 && hundred.mean == 50.5)
    let one = LengthSummary([7])
    #expect(one.median == 7 && one.p95 == 7 && one.maximum == 7 && one.mean == 7)
    #expect(LengthSummary([]) == LengthSummary([0]))
  }
}
