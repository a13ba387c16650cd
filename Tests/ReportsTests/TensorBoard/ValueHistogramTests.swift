import Testing

@testable import Reports

@Suite struct ValueHistogramTests {
  @Test(arguments: [[0.5], [1e-13, 1e-3, 2e-3, 2e-3, 40], [0, 0], [0, 1e-9, 1]] as [[Double]])
  func everyValue_isInABucket(_ values: [Double]) throws {
    let histogram = try #require(ValueHistogram(values.shuffled()))
    #expect(histogram.buckets.reduce(0) { $0 + $1.count } == values.count && histogram.count == values.count)
    #expect(histogram.minimum == values.min() && histogram.maximum == values.max())
    #expect(zip(histogram.buckets, histogram.buckets.dropFirst()).allSatisfy { $0.limit < $1.limit })
    var passed = 0
    for bucket in histogram.buckets {
      passed += bucket.count
      #expect(passed == values.count { $0 <= bucket.limit })
    }
  }

  @Test func whatIsNoSize_isLeftOut() {
    #expect(ValueHistogram([]) == nil && ValueHistogram([.nan, -1, .infinity]) == nil)
    #expect(ValueHistogram([.nan, 1])?.count == 1)
  }
}
