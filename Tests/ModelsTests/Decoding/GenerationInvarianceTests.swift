import Autograd
import CPURuntime
import Testing

@testable import Models

/// The same weights give the same outputs and log-probabilities, bit for bit, at every batch size, thread count and order.
@Suite struct GenerationInvarianceTests {
  private static let vocabulary = 70

  /// A model whose heads are whole vectors, as those of real models are, or parts of one.
  private static func outputs(
    headDimension: Int, batch: Int, threads: Int, order: [Int], _ strategy: GenerationOptions.Strategy
  ) throws -> [[Hypothesis]] {
    var configuration = T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: vocabulary)
    configuration.headDimension = headDimension
    let (model, runtime) = (T5(configuration), CPURuntime(threads: threads))
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 11)
    store["shared.weight"].set(store["shared.weight"].floats.map { 0.1 * $0 })
    let generator = SequenceGenerator(
      model, store, runtime: runtime, batch: batch, candidates: vocabulary - 3, endIDs: [1])
    let found = try #require(
      try generator.generate(
        order.map { prompts[$0] }, GenerationOptions(strategy: strategy, maximumTokens: 4)))
    var outputs = [[Hypothesis]](repeating: [], count: order.count)
    for (place, prompt) in order.enumerated() { outputs[prompt] = found[place] }
    return outputs
  }

  /// Forty prompts of 1 to 70 ids.
  private static let prompts: [[Int32]] = (0..<40).map { prompt in
    (0..<(prompt * 29 % 70)).map { Int32(2 + (prompt * 13 + $0 * (prompt % 7 + 3)) % (vocabulary - 2)) } + [1]
  }

  private static let orders: [[Int]] = [
    Array(0..<40), (0..<40).reversed(), (0..<40).map { $0 * 27 % 40 },
  ]

  @Test(
    arguments: [(64, GenerationOptions.Strategy.greedy), (10, .greedy), (64, .beams(count: 3))])
  func everyBatchThreadCountAndOrder(_ headDimension: Int, _ strategy: GenerationOptions.Strategy) throws {
    let expected = try Self.outputs(
      headDimension: headDimension, batch: 1, threads: 1, order: Self.orders[0], strategy)
    #expect(Set(expected.flatMap { $0.flatMap(\.tokens) }).count > 5, "the model must say something")
    // Every pair for one model, some of them for the others.
    let isWhole = headDimension == 64 && strategy == .greedy
    let batches = isWhole ? [1, 2, 3, 8, 16, 17, 33, 40] : [3, 17]
    for (index, batch) in batches.enumerated() {
      for threads in 1...3 {
        let found = try Self.outputs(
          headDimension: headDimension, batch: batch, threads: threads,
          order: Self.orders[(index + threads) % 3], strategy)
        #expect(found == expected, "batch \(batch), \(threads) threads")
      }
    }
  }
}
