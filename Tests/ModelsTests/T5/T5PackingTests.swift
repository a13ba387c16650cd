import Autograd
import CPURuntime
import Models
import Testing

/// Packed rows against the same examples alone: every list of up to five segments of a small world.
@Suite struct T5PackingTests {
  private static let lengths = [(input: 1, target: 2), (input: 3, target: 1), (input: 2, target: 3)]
  private static let most = 5
  private static let vocabulary = 24
  private static let small = SmallExamples(lengths: lengths, vocabulary: vocabulary)

  private let runtime = CPURuntime(threads: 2)
  private let capacity = 3 * most

  private func makeModel(_ version: ModelVersion) -> (T5, ParameterStore) {
    var configuration = T5Configuration(preset: .tiny, version: version, vocabularySize: Self.vocabulary)
    (configuration.modelDimension, configuration.headDimension, configuration.heads) = (12, 4, 2)
    configuration.feedForwardDimension = 10
    (configuration.relativeBuckets, configuration.relativeMaximumDistance) = (8, 6)
    let model = T5(configuration)
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 3)
    return (model, store)
  }

  @Test(arguments: ModelVersion.allCases)
  func packedLossAndGradientsAreThoseOfTheExamplesAlone(_ version: ModelVersion) throws {
    let (model, store) = makeModel(version)
    func program(_ inputLength: Int, _ targetLength: Int) throws -> LossProgram {
      try LossProgram(
        model, store, PackedShape(rows: 1, inputLength: inputLength, targetLength: targetLength),
        runtime: runtime,
        options: LossOptions(zLoss: 1e-3), withGradients: true)
    }
    let packed = try program(capacity, capacity)
    let programs = try Self.lengths.map { try program($0.input, $0.target) }
    var alone: [TestExample: LossProgram.Values] = [:]
    for list in Self.small.lists(upTo: Self.most) {
      let examples = Self.small.examples(list)
      for (example, kind) in zip(examples, list) where alone[example] == nil {
        let lengths = Self.lengths[kind]
        alone[example] = try programs[kind].run(
          TestBatch([[example]], inputLength: lengths.input, targetLength: lengths.target))
      }
      let ours = try packed.run(TestBatch([examples], inputLength: capacity, targetLength: capacity))
      let parts = try examples.map { try #require(alone[$0]) }
      expectClose([ours.objective], [parts.reduce(0) { $0 + $1.objective }], within: 1e-5, "\(list)")
      let tokens = parts.flatMap(\.tokens)
      expectClose(
        ours.tokens, tokens + [Float](repeating: 0, count: capacity - tokens.count), within: 1e-5, "\(list)")
      for name in ours.gradients.keys.sorted() {
        var sum = [Float](repeating: 0, count: try #require(ours.gradients[name]).count)
        for part in parts {
          for (index, value) in (part.gradients[name] ?? []).enumerated() { sum[index] += value }
        }
        // Alone, a query with a single key has no gradient at all; packed, it has a rounding error's.
        expectClose(try #require(ours.gradients[name]), sum, within: 1e-5, least: 0.2, "\(list) \(name)")
      }
    }
  }

  @Test(arguments: ModelVersion.allCases)
  func segmentChangesNoOtherSegmentsLogits(_ version: ModelVersion) throws {
    let (model, store) = makeModel(version)
    let shape = PackedShape(rows: 1, inputLength: capacity, targetLength: capacity)
    let program = try LogitsProgram(model, store, shape, runtime: runtime)
    for list in Self.small.lists(upTo: 4) {
      let examples = Self.small.examples(list)
      let before = try program.run(TestBatch([examples], inputLength: capacity, targetLength: capacity))
        .logits
      for changed in list.indices {
        var others = examples
        others[changed].input = others[changed].input.map { ($0 + 5) % Int32(Self.vocabulary) }
        others[changed].target = others[changed].target.map { ($0 + 9) % Int32(Self.vocabulary) }
        let after = try program.run(TestBatch([others], inputLength: capacity, targetLength: capacity)).logits
        let start = examples[..<changed].reduce(0) { $0 + $1.target.count }
        let end = start + examples[changed].target.count
        let range = (start * Self.vocabulary)..<(end * Self.vocabulary)
        #expect(before[range] != after[range], "\(list), segment \(changed)")
        #expect(before[..<range.lowerBound] == after[..<range.lowerBound], "\(list), segment \(changed)")
        #expect(before[range.upperBound...] == after[range.upperBound...], "\(list), segment \(changed)")
      }
    }
  }

  /// Rows are independent, and how full they are does not matter.
  @Test(arguments: ModelVersion.allCases)
  func rowsAddUp(_ version: ModelVersion) throws {
    let (model, store) = makeModel(version)
    let examples = Self.small.examples([0, 1, 2, 0])
    func loss(_ rows: [[TestExample]]) throws -> Float {
      try LossProgram(
        model, store, PackedShape(rows: rows.count, inputLength: capacity, targetLength: capacity),
        runtime: runtime
      ).run(TestBatch(rows, inputLength: capacity, targetLength: capacity)).objective
    }
    let whole = try loss([examples])
    for rows in [
      examples.map { [$0] }, [Array(examples[0..<2]), Array(examples[2..<4])], [[], examples, []],
      [Array(examples[0..<1]), [], Array(examples[1..<4])],
    ] { expectClose([try loss(rows)], [whole], within: 1e-5) }
    #expect(try loss([[], []]) == 0)
  }
}
