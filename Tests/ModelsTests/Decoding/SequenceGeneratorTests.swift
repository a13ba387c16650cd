import Autograd
import CPURuntime
import Foundation
import Testing

@testable import Models

@Suite struct SequenceGeneratorTests {
  private let runtime = CPURuntime(threads: 2)

  @Test(arguments: ReferenceModel.names, [1, 2, 5])
  func outputsAreThoseOfTransformers(_ name: String, _ batch: Int) throws {
    let reference = try ReferenceModel(name)
    let greedy = reference.description.greedy
    let generator = SequenceGenerator(
      reference.model, try reference.makeStore(runtime), runtime: runtime, batch: batch,
      candidates: reference.model.configuration.vocabularySize, endIDs: [greedy.end])
    let outputs = try #require(
      try generator.generate(try Self.prompts(reference), GenerationOptions(maximumTokens: greedy.limit)))
    #expect(outputs.map { $0[0].tokens } == greedy.outputs)
    #expect(outputs.map { $0[0].hitLimit } == greedy.hitLimit)
  }

  private static func prompts(_ reference: ReferenceModel) throws -> [[Int32]] {
    let tokens = try #require(reference.batch.integers[.encoderTokens])
    let length = reference.batch.shape.inputLength
    return stride(from: 0, to: tokens.count, by: length).map { start in
      tokens[start..<(start + length)].filter { $0 != 0 }
    }
  }

  // A small world of random models and prompts.

  private static let vocabulary = 40

  private func makeModel(_ version: ModelVersion, seed: UInt64) -> (T5, ParameterStore) {
    let model = T5(T5Configuration(preset: .tiny, version: version, vocabularySize: Self.vocabulary))
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: seed)
    // A fresh model says the same thing for ever; weaker embeddings make it depend on all that went before.
    for name in ["shared.weight", "encoder.final_layer_norm.weight"] {
      let factor: Float = name == "shared.weight" ? 0.1 : 2
      store[name].set(store[name].floats.map { factor * $0 })
    }
    return (model, store)
  }

  /// Prompts of many lengths, on both sides of the decoder's buckets.
  private static let prompts: [[Int32]] = [1, 3, 31, 32, 33, 7, 64, 65, 2, 12].enumerated().map {
    index, length in
    (0..<(length - 1)).map { Int32(2 + (index * 13 + $0 * (index + 3)) % (vocabulary - 2)) } + [1]
  }

  private func makeGenerator(
    _ version: ModelVersion, seed: UInt64, batch: Int, candidates: Int = vocabulary, end: Int32 = 1
  ) -> SequenceGenerator {
    let (model, store) = makeModel(version, seed: seed)
    return SequenceGenerator(
      model, store, runtime: runtime, batch: batch, candidates: candidates, endIDs: [end])
  }

  @Test(arguments: ModelVersion.allCases, [1, 2, 3])
  func cachedDecodingIsTheArgmaxOfTeacherForcing(_ version: ModelVersion, _ seed: UInt64) throws {
    // More tokens than a new cache has room for.
    let (limit, candidates) = (DecodingCache.firstCapacity + 9, Self.vocabulary - 8)
    let (model, store) = makeModel(version, seed: seed)
    let generator = makeGenerator(
      version, seed: seed, batch: 4, candidates: candidates, end: Int32(candidates))
    let options = GenerationOptions(maximumTokens: limit, lengthPenalty: 0)
    let outputs = try #require(try generator.generate(Self.prompts, options)).map { $0[0] }
    #expect(outputs.count == Self.prompts.count)
    for (prompt, output) in zip(Self.prompts, outputs) {
      #expect(output.tokens.count == limit && output.hitLimit)
      let example = TestExample(input: prompt, target: output.tokens)
      let batch = TestBatch([[example]], inputLength: prompt.count, targetLength: limit)
      let logits = try LogitsProgram(model, store, batch.shape, runtime: runtime).run(batch).logits
      let rows = (0..<limit).map {
        logits[($0 * Self.vocabulary)..<(($0 + 1) * Self.vocabulary)].map(Double.init)
      }
      let best = rows.map { row in Int32((0..<candidates).max { row[$0] < row[$1] } ?? 0) }
      #expect(output.tokens == best)
      let sum = zip(rows, output.tokens).reduce(0.0) { sum, step in
        sum + step.0[Int(step.1)] - log(step.0.reduce(0) { $0 + exp($1) })
      }
      #expect(abs(try #require(output.logProbability) - sum) < 1e-3 && output.score == output.logProbability)
    }
    #expect(Set(outputs.flatMap(\.tokens)).count > 5, "the models must say something")
  }

  private static let strategies: [GenerationOptions.Strategy] = [
    .greedy, .beams(count: 2), .beams(count: 5), .sampling(SamplingOptions(seed: 3)),
    .sampling(SamplingOptions(temperature: 0.5, topK: 7, topP: 0.8, seed: 4)),
  ]

  @Test(arguments: ModelVersion.allCases, strategies)
  func outputsDoNotDependOnTheBatch(
    _ version: ModelVersion, _ strategy: GenerationOptions.Strategy
  ) throws {
    // An id that ends some outputs early, some late, some never.
    let free = try #require(
      try makeGenerator(version, seed: 4, batch: 3, end: -1)
        .generate(Self.prompts, GenerationOptions(strategy: strategy, maximumTokens: 12)))
    let end = try #require(
      (0..<Int32(Self.vocabulary)).max { a, b in
        free.count { $0[0].tokens.contains(a) } < free.count { $0[0].tokens.contains(b) }
      })
    for (limit, least) in [(0, 0), (1, 0), (12, 0), (12, 4)] {
      let options = GenerationOptions(strategy: strategy, maximumTokens: limit, minimumTokens: least)
      let expected = try #require(
        try makeGenerator(version, seed: 4, batch: 3, end: end).generate(Self.prompts, options))
      #expect(expected.joined().allSatisfy { $0.tokens.count <= limit && !$0.tokens.contains(end) })
      #expect(expected.joined().allSatisfy { !$0.isEnded || $0.tokens.count >= least })
      for batch in [1, 2, 10, 16] {
        let found = try #require(
          try makeGenerator(version, seed: 4, batch: batch, end: end).generate(Self.prompts, options))
        #expect(found == expected, "batch \(batch), \(options)")
      }
      for index in Self.prompts.indices {
        let alone = try #require(
          try makeGenerator(version, seed: 4, batch: 2, end: end)
            .generate([Self.prompts[index]], options, firstPrompt: index))
        #expect(alone == [expected[index]])
      }
    }
  }

  /// The search by bounds, in every batch and with weights that change between two calls.
  @Test(arguments: ModelVersion.allCases, [1, 3, 10])
  func tokensWithoutScoresAreThoseWithScores(_ version: ModelVersion, _ batch: Int) throws {
    let (model, store) = makeModel(version, seed: 4)
    let generator = SequenceGenerator(
      model, store, runtime: runtime, batch: batch, candidates: Self.vocabulary - 5, endIDs: [7])
    for (seed, least) in [(4, 0), (5, 0), (6, 3)] {
      store.initialize(seed: UInt64(seed))
      var options = GenerationOptions(maximumTokens: 40, minimumTokens: least)
      let scored = try #require(try generator.generate(Self.prompts, options)).map { $0[0] }
      options.wantsScores = false
      let found = try #require(try generator.generate(Self.prompts, options)).map { $0[0] }
      #expect(found.map(\.tokens) == scored.map(\.tokens) && found.map(\.isEnded) == scored.map(\.isEnded))
      #expect(scored.allSatisfy { $0.score != nil && $0.logProbability != nil })
      // The end is only kept away by a second best token, which has its log-probability.
      #expect(found.allSatisfy { ($0.score == nil) == (least == 0) })
    }
  }

  @Test func aGeneratorCanBeUsedAgain() throws {
    let (model, store) = makeModel(.v1_1, seed: 5)
    let generator = SequenceGenerator(
      model, store, runtime: runtime, batch: 3, candidates: Self.vocabulary, endIDs: [1])
    let options = GenerationOptions(maximumTokens: 8)
    let first = try #require(try generator.generate(Self.prompts, options))
    #expect(try generator.generate(Self.prompts, options) == first)
    // Another strategy in between leaves nothing behind.
    _ = try generator.generate(Self.prompts, GenerationOptions(strategy: .beams(count: 3), maximumTokens: 40))
    #expect(try generator.generate(Self.prompts, options) == first)
    // It reads the parameters as they are when it decodes.
    store.initialize(seed: 6)
    #expect(try generator.generate(Self.prompts, options) != first)
    #expect(try generator.generate([], options) == [])
    // A prompt without ids sees nothing, but is no reason to stop.
    #expect(try generator.generate([[]], options)?.count == 1)
  }

  @Test func stopIsAskedBeforeEachBatch() throws {
    let generator = makeGenerator(.v1_1, seed: 5, batch: 4)
    var asked = 0
    let outputs = try generator.generate(Self.prompts, GenerationOptions(maximumTokens: 2)) {
      asked += 1
      return asked == 3
    }
    #expect(outputs == nil && asked == 3)
  }

  @Test(arguments: strategies)
  func tokensAreToldAsTheyAreChosen(_ strategy: GenerationOptions.Strategy) throws {
    var told: [Int: [Int32]] = [:]
    let outputs = try #require(
      try makeGenerator(.v1_0, seed: 2, batch: 4).generate(
        Self.prompts, GenerationOptions(strategy: strategy, maximumTokens: 9), firstPrompt: 100,
        onToken: { told[$0 - 100, default: []].append($1) }))
    if case .beams = strategy {
      #expect(told.isEmpty)
    } else {
      #expect(Self.prompts.indices.map { told[$0] ?? [] } == outputs.map { $0[0].tokens })
    }
  }
}
