import Testing

@testable import Instructions

@Suite struct BatchesAheadTests {
  /// In order, out of order, twice, and beyond the last step that is packed ahead.
  @Test(arguments: [PackingStrategy.bestFit, .exactFit], [1, 3])
  func batches_areThoseOfTheStream(_ strategy: PackingStrategy, _ stepsPerWindow: Int) throws {
    let batches = try BatchStream(
      BatchStreamTests.stream(),
      configuration: .init(
        rows: 3, inputLength: 160, targetLength: 60, strategy: strategy, examplesPerStep: 7,
        stepsPerWindow: stepsPerWindow))
    let ahead = BatchesAhead(batches, end: 5)
    for step in [0, 1, 2, 3, 4, 5, 2, 2, 7, 0, 1] {
      #expect(try ahead.batch(step: step) == batches.batch(step: step), "step \(step)")
    }
  }

  /// What cannot be packed is told with its own step, and not with the one before, whose caller has its batch.
  @Test func error_comesWithItsStep() throws {
    let batches = try BatchStream(
      BatchStreamTests.stream(),
      configuration: .init(rows: 1, inputLength: 100, targetLength: 50, examplesPerStep: 4))
    let ahead = BatchesAhead(batches, end: Int.max)
    let last = Int.max / 4 - 1
    #expect(try ahead.batch(step: last) == batches.batch(step: last))
    for step in [last + 1, -1, Int.min, Int.max] {
      #expect(message { _ = try ahead.batch(step: step) }.contains("no step or position"))
    }
    #expect(try ahead.batch(step: 0) == batches.batch(step: 0))
  }
}
