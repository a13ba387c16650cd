import Autograd
import CPURuntime
import Models
import Testing

/// Packed rows of a decoder against the same examples alone: every list of up to four lengths of a small world, for prompts that are
/// read causally, learned, or seen whole.
@Suite struct DecoderPackingTests {
  enum Kind: String, CaseIterable {
    case causal, learned, whole
  }

  /// Tokens of prompt and target, ends included; a prompt of one token is its end alone.
  private static let vocabulary = 24
  private static let small = SmallExamples(lengths: [(1, 2), (3, 1), (4, 3)], vocabulary: vocabulary)

  private let runtime = CPURuntime(threads: 2)

  /// What a model makes of batches, by a program for each of their shapes.
  private final class Losses {
    struct Values {
      let objective: Float
      let tokens: [Float]
      let gradients: [String: [Float]]
    }

    private let model: Decoder
    private let store: ParameterStore
    private let runtime: CPURuntime
    private var programs: [PackedShape: (any PreparedProgram, [String: any TensorStorage])] = [:]

    init(_ kind: Kind, _ runtime: CPURuntime) {
      var dimensions = ModelDimensions()
      (dimensions.modelDimension, dimensions.headDimension, dimensions.heads) = (12, 4, 2)
      (dimensions.decoderLayers, dimensions.feedForwardDimension) = (2, 10)
      var configuration = DecoderConfiguration(
        preset: .palmTiny, vocabularySize: vocabulary, dimensions: dimensions)
      configuration.seesPromptsWhole = kind == .whole
      var model = Decoder(configuration)
      model.learnsPrompts = kind == .learned
      self.model = model
      self.runtime = runtime
      store = ParameterStore(model.parameters, runtime: runtime)
      store.initialize(seed: 3)
    }

    func values(_ examples: [TestExample]) throws -> Values {
      let batch = PlacedBatch(examples: [examples])
      let (program, fields) = programs[batch.shape] ?? prepare(batch.shape)
      programs[batch.shape] = (program, fields)
      model.write(batch, to: fields)
      try program.run()
      return Values(
        objective: program.output("objective").floats[0],
        tokens: batch.separated(program.output("tokens").floats).filter { $0 != 0 },
        gradients: Dictionary(
          model.parameters.map { ($0.name, program.output($0.name).floats) },
          uniquingKeysWith: { first, _ in first }))
    }

    private func prepare(_ shape: PackedShape) -> (any PreparedProgram, [String: any TensorStorage]) {
      let fields = model.makeStorage(shape, runtime)
      let program = ProgramBuilder.record { builder in
        let loss = model.recordLoss(builder, shape, dropout: 0, options: LossOptions(zLoss: 1e-3))
        builder.output("objective", loss.objective)
        builder.output("tokens", loss.tokenCrossEntropy)
        let variables = loss.parameters.sorted { $0.key < $1.key }
        let gradients = builder.gradients(of: loss.objective, withRespectTo: variables.map(\.value))
        for (variable, gradient) in zip(variables, gradients) { builder.output(variable.key, gradient) }
      }
      return (runtime.prepare(program, storage: fields.merging(store.storage) { first, _ in first }), fields)
    }
  }

  @Test(arguments: Kind.allCases)
  func packedLossAndGradientsAreThoseOfTheExamplesAlone(_ kind: Kind) throws {
    let losses = Losses(kind, runtime)
    var alone: [TestExample: Losses.Values] = [:]
    for list in Self.small.lists(upTo: 4) {
      let examples = Self.small.examples(list)
      for example in examples where alone[example] == nil { alone[example] = try losses.values([example]) }
      let (ours, parts) = (try losses.values(examples), try examples.map { try #require(alone[$0]) })
      expectClose([ours.objective], [parts.reduce(0) { $0 + $1.objective }], within: 1e-5, "\(list)")
      expectClose(ours.tokens, parts.flatMap(\.tokens), within: 1e-5, "\(list)")
      for (name, gradient) in ours.gradients.sorted(by: { $0.key < $1.key }) {
        var sum = [Float](repeating: 0, count: gradient.count)
        for part in parts {
          for (index, value) in (part.gradients[name] ?? []).enumerated() { sum[index] += value }
        }
        expectClose(gradient, sum, within: 1e-5, least: 0.2, "\(list) \(name)")
      }
    }
  }

  /// With learned prompts the objective has more in it, while the losses of targets stay the same.
  @Test func learnedPromptsAddToTheObjectiveAlone() throws {
    let examples = Self.small.examples([2, 1])
    let values = try [Kind.causal, .learned].map { try Losses($0, runtime).values(examples) }
    #expect(values[0].tokens == values[1].tokens && values[1].objective > values[0].objective + 1)
  }
}
