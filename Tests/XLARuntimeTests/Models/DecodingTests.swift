import Autograd
import CPURuntime
import Models
import Testing

@testable import XLARuntime

/// Decoding on XLA chooses the tokens that it chooses on the processor.
@Suite(.needsPlugIn) struct DecodingTests {
  private static let prompts: [[Int32]] = (0..<3).map { prompt in
    let ids = (0..<(5 + prompt * 4)).map { Int32(2 + ($0 * 37 + prompt * 11) % 80) }
    return ids + [1]
  }

  private static let strategies: [(GenerationOptions.Strategy, Bool)] = [
    (.greedy, false), (.greedy, true), (.beams(count: 3), true),
  ]

  /// T5 and a decoder alone; more tokens than a new cache has room for.
  @Test(arguments: [0, 2, 3], strategies.indices)
  func tokensAreThoseOfTheProcessor(_ index: Int, _ strategy: Int) throws {
    let (name, model) = TrainingStepTests.models[index]
    let (search, wantsScores) = Self.strategies[strategy]
    func outputs(_ runtime: any Runtime) throws -> [[Hypothesis]] {
      let store = ParameterStore(model.parameters, runtime: runtime)
      store.initialize(seed: 7)
      let generator = SequenceGenerator(
        model, store, runtime: runtime, batch: 3, candidates: 90, endIDs: [1])
      return try #require(
        try generator.generate(
          Self.prompts,
          GenerationOptions(strategy: search, maximumTokens: 36, wantsScores: wantsScores)))
    }
    let (found, expected) = (try outputs(TestDevice.runtime()), try outputs(CPURuntime(threads: 2)))
    #expect(found.map { $0.map(\.tokens) } == expected.map { $0.map(\.tokens) }, "\(name)")
    for (a, b) in zip(found.joined(), expected.joined()) where wantsScores {
      #expect(abs((a.logProbability ?? .nan) - (b.logProbability ?? .nan)) < 1e-3, "\(name)")
    }
  }

  /// Weights that are rounded are rounded to the same bits, and asked in their compact form.
  @Test(arguments: [WeightFormat.bfloat16, .int8])
  func roundedWeightsAreThoseOfTheProcessor(_ format: WeightFormat) throws {
    let (_, model) = TrainingStepTests.models[2]
    func outputs(_ runtime: any Runtime) throws -> (weights: [String: [Float]], tokens: [[Int32]]) {
      let store = ParameterStore(model.parameters, runtime: runtime)
      store.initialize(seed: 3)
      try store.round(to: format, runtime: runtime)
      let generator = SequenceGenerator(
        model, store, runtime: runtime, batch: 3, candidates: 90, endIDs: [1])
      let made = try #require(try generator.generate(Self.prompts, GenerationOptions(maximumTokens: 8)))
      return (store.storage.mapValues(\.floats), made.map { $0[0].tokens })
    }
    let (found, expected) = (try outputs(TestDevice.runtime()), try outputs(CPURuntime(threads: 2)))
    #expect(found.weights == expected.weights)
    #expect(found.tokens == expected.tokens)
  }

  /// Log-probabilities of given targets, which sampling's steps with all logits give.
  @Test func scoresAreThoseOfTheProcessor() throws {
    let (_, model) = TrainingStepTests.models[0]
    func scores(_ runtime: any Runtime) throws -> [Double] {
      let store = ParameterStore(model.parameters, runtime: runtime)
      store.initialize(seed: 7)
      let scorer = OptionScorer(model, store, runtime: runtime, batch: 8, candidates: 90)
      let targets = Self.prompts.map { _ in [[Int32(5), 9, 1], [7, 1]] }
      return try scorer.logProbabilities(of: targets, for: Self.prompts).flatMap { $0 }
    }
    for (a, b) in zip(try scores(TestDevice.runtime()), try scores(CPURuntime(threads: 1))) {
      #expect(abs(a - b) < 1e-4)
    }
  }
}
