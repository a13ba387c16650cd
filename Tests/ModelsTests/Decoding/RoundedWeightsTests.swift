import Autograd
import CPURuntime
import Testing

@testable import Models

/// Generation with rounded weights: decoding steps read compact ones, and give bit for bit what the rounded model gives in float32.
@Suite struct RoundedWeightsTests {
  private static let vocabulary = 70
  private static let prompts: [[Int32]] = (0..<9).map { prompt in
    (0..<(prompt * 29 % 40)).map { Int32(2 + (prompt * 13 + $0 * (prompt % 7 + 3)) % (vocabulary - 2)) } + [1]
  }

  private static func makeStore(_ model: T5, _ runtime: any Runtime) -> ParameterStore {
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 11)
    // A fresh model says the same thing for ever; weaker embeddings make it depend on all that went before.
    store["shared.weight"].set(store["shared.weight"].floats.map { 0.1 * $0 })
    return store
  }

  private static func copy(_ store: ParameterStore, _ runtime: any Runtime) -> ParameterStore {
    let copy = ParameterStore(store.specifications, runtime: runtime)
    for specification in store.specifications {
      copy[specification.name].set(store[specification.name].floats)
    }
    return copy
  }

  private static func outputs(
    _ model: T5, _ store: ParameterStore, _ runtime: any Runtime, _ options: GenerationOptions, batch: Int = 4
  ) throws -> [[Hypothesis]] {
    let generator = SequenceGenerator(
      model, store, runtime: runtime, batch: batch, candidates: vocabulary - 3, endIDs: [1])
    return try #require(try generator.generate(prompts, options))
  }

  private static let options: [GenerationOptions] = [
    .init(maximumTokens: 6), .init(maximumTokens: 6, wantsScores: false),
    .init(strategy: .beams(count: 3), maximumTokens: 5),
    .init(strategy: .sampling(SamplingOptions(temperature: 1.5, seed: 3)), maximumTokens: 5),
  ]

  @Test(arguments: [WeightFormat.bfloat16, .int8], [ModelVersion.v1_0, .v1_1])
  func outputsAreThoseOfTheRoundedModel(_ format: WeightFormat, _ version: ModelVersion) throws {
    var configuration = T5Configuration(preset: .tiny, version: version, vocabularySize: Self.vocabulary)
    configuration.headDimension = 10
    let (model, runtime) = (T5(configuration), CPURuntime(threads: 2))
    let store = Self.makeStore(model, runtime)
    let exact = Self.copy(store, runtime)
    try store.round(to: format, runtime: runtime)
    let rounded = Self.copy(store, runtime)
    #expect(store.format == format && rounded.format == .float32)
    for specification in model.parameters {
      let isSame = store[specification.name].floats == exact[specification.name].floats
      #expect(isSame != specification.isRounded, "\(specification.name)")
    }
    for options in Self.options {
      let made = try Self.outputs(model, store, runtime, options)
      #expect(made == (try Self.outputs(model, rounded, runtime, options)))
      #expect(Set(made.flatMap { $0.flatMap(\.tokens) }).count > 3, "the model must say something")
      for (batch, threads) in [(1, 1), (9, 3)] {
        let other = CPURuntime(threads: threads)
        let store = Self.copy(rounded, other)
        try store.round(to: format, runtime: other)
        #expect(made == (try Self.outputs(model, store, other, options, batch: batch)), "batch \(batch)")
      }
    }
    // Targets that are followed a token at a time.
    let targets = Self.prompts.map { _ in [[Int32(5), 9, 1], [7, 1]] }
    func scores(_ store: ParameterStore) throws -> [[Double]] {
      try OptionScorer(model, store, runtime: runtime, batch: 8, candidates: Self.vocabulary)
        .logProbabilities(of: targets, for: Self.prompts)
    }
    let (own, same, other) = (try scores(store), try scores(rounded), try scores(exact))
    #expect(own == same && own != other)
  }

  /// Weights that 16 bits hold stay as they are, and so does all that the model says.
  @Test func representableWeightsChangeNothing() throws {
    let (model, runtime) = (
      T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: Self.vocabulary)),
      CPURuntime(threads: 2)
    )
    let exact = Self.makeStore(model, runtime)
    for specification in model.parameters {
      exact[specification.name].set(
        exact[specification.name].floats.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) })
    }
    let rounded = Self.copy(exact, runtime)
    try rounded.round(to: .bfloat16, runtime: runtime)
    for options in Self.options {
      #expect(
        try Self.outputs(model, rounded, runtime, options) == Self.outputs(model, exact, runtime, options))
    }
  }

  @Test func float32RoundsNothing() throws {
    let (model, runtime) = (
      T5(T5Configuration(preset: .tiny, vocabularySize: Self.vocabulary)), CPURuntime(threads: 1)
    )
    let store = Self.makeStore(model, runtime)
    let before = store["lm_head.weight"].floats
    try store.round(to: .float32, runtime: runtime)
    #expect(store.format == .float32 && store["lm_head.weight"].floats == before)
    #expect(
      WeightFormat.allCases.map(\.note) == [nil, "weights rounded to bfloat16", "weights rounded to int8"])
  }
}
