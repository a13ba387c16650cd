import Autograd
import CPURuntime
import Models
import Testing

/// Rows one behind the other and rows apart are the same to every model: losses, gradients, and the masks of dropout.
@Suite struct RowLayoutTests {
  enum Kind: String, CaseIterable {
    case t5v1_1, t5v1_0, adaptedT5, adaptedT5AdapterAlone, causal, learned, whole, adaptedDecoder

    /// Dropout's rate outside of the adapter.
    var rate: Double { self == .adaptedT5AdapterAlone ? 0 : 0.1 }

    var model: any LanguageModel {
      switch self {
      case .t5v1_1: Self.t5(.v1_1)
      case .t5v1_0: Self.t5(.v1_0)
      case .adaptedT5, .adaptedT5AdapterAlone: Self.adapted(Self.t5(.v1_1))
      case .causal: Self.decoder(whole: false, learned: false)
      case .learned: Self.decoder(whole: false, learned: true)
      case .whole: Self.decoder(whole: true, learned: false)
      case .adaptedDecoder: Self.adapted(Self.decoder(whole: true, learned: true))
      }
    }

    private static func t5(_ version: ModelVersion) -> T5 {
      var configuration = T5Configuration(preset: .tiny, version: version, vocabularySize: vocabulary)
      (configuration.modelDimension, configuration.headDimension, configuration.heads) = (12, 4, 3)
      configuration.feedForwardDimension = 10
      return T5(configuration)
    }

    private static func decoder(whole: Bool, learned: Bool) -> Decoder {
      var dimensions = ModelDimensions()
      (dimensions.modelDimension, dimensions.headDimension, dimensions.heads) = (12, 4, 2)
      (dimensions.decoderLayers, dimensions.feedForwardDimension) = (2, 10)
      var configuration = DecoderConfiguration(
        preset: .palmTiny, vocabularySize: vocabulary, dimensions: dimensions)
      configuration.seesPromptsWhole = whole
      var model = Decoder(configuration)
      model.learnsPrompts = learned
      return model
    }

    private static func adapted(_ base: any LanguageModel) -> AdaptedModel {
      AdaptedModel(base, LowRankAdapter(rank: 2, alpha: 4, dropout: 0.3, targets: base.linearWeights))
    }
  }

  private static let vocabulary = 24
  private static let small = SmallExamples(lengths: [(1, 2), (3, 1), (4, 3)], vocabulary: vocabulary)

  /// Examples of each row.
  private static let batches: [[[Int]]] = [
    [[0]], [[0, 2, 1], [1], [], [2, 2]], [[], [1, 0]], [[2, 2, 2], [2, 2, 2]],
  ]
  private let runtime = CPURuntime(threads: 2)

  private func batch(_ kinds: [[Int]], _ layout: RowLayout) -> PlacedBatch {
    PlacedBatch(examples: kinds.map(Self.small.examples), layout)
  }

  /// Weights that have a part in everything: B of an adapter too.
  private func makeStore(_ model: any LanguageModel) -> ParameterStore {
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 3)
    for target in (model as? AdaptedModel)?.adapter.targets ?? [] {
      store[LowRankAdapter.up(target)].withMutableBytes {
        Initializer.normal(standardDeviation: 0.1).fill($0.bindMemory(to: Float.self), seed: 9, name: target)
      }
    }
    return store
  }

  private struct Values {
    let objective: Float
    /// By place in the packed rows: with dropout, and as evaluations have them.
    let tokens, evaluated: [Float]
    let gradients: [String: [Float]]
  }

  private func values(
    _ model: any LanguageModel, _ store: ParameterStore, _ batch: PlacedBatch, rate: Double, step: Int = 1
  ) throws -> Values {
    let fields = model.makeStorage(batch.shape, runtime)
    model.write(batch, to: fields)
    var names: [String] = []
    let program = ProgramBuilder.record { builder in
      let loss = model.recordLoss(
        builder, batch.shape, dropout: rate, options: LossOptions(zLoss: 1e-3, labelSmoothing: 0.1))
      builder.output("objective", loss.objective)
      builder.output("tokens", loss.tokenCrossEntropy)
      let variables = loss.parameters.sorted { $0.key < $1.key }
      names = variables.map(\.key)
      let gradients = builder.gradients(of: loss.objective, withRespectTo: variables.map(\.value))
      for (name, gradient) in zip(names, gradients) { builder.output(name, gradient) }
    }
    let key = runtime.makeStorage(RandomKey.type)
    key.set(RandomKey.elements(seed: 4, step: step))
    let storage = fields.merging(store.storage) { $1 }.merging(["randomKey": key]) { $1 }
    let trained = runtime.prepare(program, storage: storage)
    try trained.run()
    let evaluated = runtime.prepare(
      ProgramBuilder.record { $0.output("tokens", model.recordCrossEntropy($0, batch.shape)) },
      storage: storage)
    try evaluated.run()
    return Values(
      objective: trained.output("objective").floats[0],
      tokens: batch.separated(trained.output("tokens").floats),
      evaluated: batch.separated(evaluated.output("tokens").floats),
      gradients: Dictionary(
        names.map { ($0, trained.output($0).floats) }, uniquingKeysWith: { first, _ in first }))
  }

  @Test(arguments: Kind.allCases)
  func lossesAndGradientsAreThoseOfRowsApart(_ kind: Kind) throws {
    let model = kind.model
    let store = makeStore(model)
    for kinds in Self.batches {
      let (joined, apart) = (batch(kinds, .joined), batch(kinds, .apart))
      #expect(joined.shape.rows == 1 && apart.shape.rows == kinds.count && apart.shape.joined == nil)
      let found = try values(model, store, joined, rate: kind.rate)
      let expected = try values(model, store, apart, rate: kind.rate)
      expectClose([found.objective], [expected.objective], within: 1e-5, "\(kinds)")
      expectClose(found.tokens, expected.tokens, within: 1e-5, "\(kinds)")
      expectClose(found.evaluated, expected.evaluated, within: 1e-5, "\(kinds)")
      #expect(found.gradients.keys == expected.gradients.keys)
      for (name, gradient) in expected.gradients {
        expectClose(
          try #require(found.gradients[name]), gradient, within: 1e-5, least: 0.2, "\(kinds) \(name)")
      }
      // Something is dropped: another step has another loss.
      let other = try values(model, store, apart, rate: kind.rate, step: 2)
      if kinds.count == 4 {
        #expect(other.objective != expected.objective && other.evaluated == expected.evaluated)
      }
    }
  }

  /// The divergence search finds the token that an element was made of.
  @Test(arguments: [Kind.t5v1_1, .causal, .learned], RowLayout.allCases)
  func tokensAreFoundWhereTheyStand(_ kind: Kind, _ layout: RowLayout) throws {
    let model = kind.model
    for kinds in Self.batches {
      let batch = batch(kinds, layout)
      let fields = model.makeStorage(batch.shape, runtime)
      model.write(batch, to: fields)
      let sides: [(field: String, layer: String?)] =
        kind == .t5v1_1
        ? [("encoderTokens", "encoder.block.0"), ("decoderTargets", "decoder.block.0")] : [("tokens", nil)]
      var found: [PlacedBatch.Token] = []
      for (field, layer) in sides {
        let storage = try #require(fields[field])
        let (rows, length) = (storage.type.shape[0], storage.type.shape[1])
        for (place, id) in storage.integers.enumerated() {
          let tokens = [[rows, length, 3], [rows * length, 3]].map {
            model.token(of: place * 3 + 1, in: $0, layer: layer, batch)
          }
          #expect(tokens[0] == tokens[1])
          guard let token = tokens[0] else { continue }
          let side = token.side == .input ? batch.tokens.inputs : batch.tokens.targets
          #expect(side.ids[token.row * side.length + token.place] == id, "\(kinds), \(field) \(place)")
          found.append(token)
        }
      }
      // Every token but those that a decoder has no place for: ends of prompts and of targets.
      let examples = kinds.joined().map { Self.small.lengths[$0] }
      let left = kind == .t5v1_1 ? 0 : 2
      #expect(found.count == Set(found).count)
      let counts = examples.map { $0.input + $0.target - left }
      #expect(found.count == counts.reduce(0, +))
    }
  }
}
