import Autograd
import CPURuntime
import Testing

@testable import Models

@Suite struct GreedyDecoderTests {
  private let runtime = CPURuntime(threads: 2)

  @Test(arguments: ReferenceModel.names, [1, 2, 5])
  func outputsAreThoseOfTransformers(_ name: String, _ rows: Int) throws {
    let reference = try ReferenceModel(name)
    let greedy = reference.description.greedy
    let decoder = GreedyDecoder(
      reference.model, try reference.makeStore(runtime), runtime: runtime, rows: rows,
      candidates: reference.model.configuration.vocabularySize, endID: greedy.end)
    let outputs = try #require(decoder.decode(try Self.prompts(reference), maximumTokens: greedy.limit))
    #expect(outputs.map(\.tokens) == greedy.outputs)
    #expect(outputs.map(\.hitLimit) == greedy.hitLimit)
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

  private func makeModel(_ version: T5Configuration.Version, seed: UInt64) -> (T5, ParameterStore) {
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

  @Test(arguments: T5Configuration.Version.allCases, [1, 2, 3])
  func cachedDecodingIsTheArgmaxOfTeacherForcing(_ version: T5Configuration.Version, _ seed: UInt64) throws {
    let (model, store) = makeModel(version, seed: seed)
    let (limit, candidates) = (9, Self.vocabulary - 8)
    let decoder = GreedyDecoder(
      model, store, runtime: runtime, rows: 4, candidates: candidates, endID: Int32(candidates))
    let outputs = try #require(decoder.decode(Self.prompts, maximumTokens: limit))
    #expect(outputs.count == Self.prompts.count)
    for (prompt, output) in zip(Self.prompts, outputs) {
      #expect(output.tokens.count == limit && output.hitLimit)
      let example = TestExample(input: prompt, target: output.tokens)
      let batch = TestBatch([[example]], inputLength: prompt.count, targetLength: limit)
      let logits = LogitsProgram(model, store, batch.shape, runtime: runtime).run(batch).logits
      let best = (0..<limit).map { position -> Int32 in
        let row = logits[(position * Self.vocabulary)..<(position * Self.vocabulary + candidates)]
        return Int32((row.indices.max { row[$0] < row[$1] } ?? 0) - position * Self.vocabulary)
      }
      #expect(output.tokens == best)
    }
    #expect(Set(outputs.flatMap(\.tokens)).count > 5, "the models must say something")
  }

  @Test(arguments: T5Configuration.Version.allCases)
  func outputsDoNotDependOnTheBatch(_ version: T5Configuration.Version) throws {
    let (model, store) = makeModel(version, seed: 4)
    func decode(_ prompts: [[Int32]], rows: Int, end: Int32, limit: Int = 12) throws -> [GreedyDecoder.Output]
    {
      let decoder = GreedyDecoder(
        model, store, runtime: runtime, rows: rows, candidates: Self.vocabulary, endID: end)
      return try #require(decoder.decode(prompts, maximumTokens: limit))
    }
    // The id that ends most outputs somewhere in the middle.
    let free = try decode(Self.prompts, rows: 3, end: -1)
    let end = try #require(
      (0..<Int32(Self.vocabulary)).max { a, b in
        free.filter { $0.tokens.contains(a) }.count < free.filter { $0.tokens.contains(b) }.count
      })
    let expected = free.map { output -> GreedyDecoder.Output in
      let place = output.tokens.firstIndex(of: end)
      return .init(tokens: Array(output.tokens[..<(place ?? output.tokens.count)]), hitLimit: place == nil)
    }
    #expect(Set(expected.map(\.hitLimit)).count == 2)
    for rows in [1, 2, 7, 10, 16] { #expect(try decode(Self.prompts, rows: rows, end: end) == expected) }
    #expect(try decode(Self.prompts.reversed(), rows: 3, end: end) == expected.reversed())
    for index in Self.prompts.indices {
      #expect(try decode([Self.prompts[index]], rows: 2, end: end) == [expected[index]])
    }
    for limit in [0, 1, 5] {
      #expect(
        try decode(Self.prompts, rows: 4, end: end, limit: limit)
          == expected.map { output in
            output.tokens.count < limit
              ? output : .init(tokens: Array(output.tokens.prefix(limit)), hitLimit: true)
          })
    }
  }

  @Test func aDecoderCanBeUsedAgain() throws {
    let (model, store) = makeModel(.v1_1, seed: 5)
    let decoder = GreedyDecoder(
      model, store, runtime: runtime, rows: 3, candidates: Self.vocabulary, endID: 1)
    let first = try #require(decoder.decode(Self.prompts, maximumTokens: 8))
    #expect(decoder.decode(Self.prompts, maximumTokens: 8) == first)
    // It reads the parameters as they are when it decodes.
    store.initialize(seed: 6)
    #expect(decoder.decode(Self.prompts, maximumTokens: 8) != first)
    #expect(decoder.decode([], maximumTokens: 8) == [])
    // A prompt without ids sees nothing, but is no reason to stop.
    #expect(decoder.decode([[]], maximumTokens: 8)?.count == 1)
  }

  @Test func stopIsAskedBeforeEachBatch() {
    let (model, store) = makeModel(.v1_1, seed: 5)
    let decoder = GreedyDecoder(
      model, store, runtime: runtime, rows: 4, candidates: Self.vocabulary, endID: 1)
    var asked = 0
    let outputs = decoder.decode(Self.prompts, maximumTokens: 2) {
      asked += 1
      return asked == 3
    }
    #expect(outputs == nil && asked == 3)
  }
}
