import Autograd
import Evaluation
import Instructions
import Models
import Optimizers
import Training

/// What some steps of a small model come to, taken on a runtime as runs take them: rows of uneven lengths, several segments, dropout.
package struct TrainedSteps {
  /// What each step told.
  package private(set) var outcomes: [TrainingStep.Outcome] = []
  /// The weights after the last, by name.
  package let weights: [String: [Float]]

  /// A model whose steps are taken.
  package struct World: Sendable, CustomStringConvertible {
    /// What it is called.
    package let description: String
    /// The model.
    package let model: any LanguageModel
    /// The parameters that are not trained.
    package var frozen: Set<String> = []
  }

  /// T5, decoders that read prompts causally, learn them, or see them whole, and an adapter.
  package static let worlds: [World] = {
    var t5 = T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: vocabulary)
    (t5.encoderLayers, t5.decoderLayers, t5.dropoutRate) = (1, 1, 0.1)
    var dimensions = ModelDimensions()
    dimensions.decoderLayers = 1
    func decoder(_ preset: ModelPreset, whole: Bool = false, learned: Bool = false) -> Decoder {
      var configuration = DecoderConfiguration(
        preset: preset, vocabularySize: vocabulary, dimensions: dimensions)
      (configuration.seesPromptsWhole, configuration.dropoutRate) = (whole, 0.1)
      var model = Decoder(configuration)
      model.learnsPrompts = learned
      return model
    }
    let base = T5(t5)
    let adapter = LowRankAdapter(rank: 2, alpha: 4, dropout: 0.2, targets: base.linearWeights)
    return [
      World(description: "T5", model: base),
      World(description: "decoder, learned prompts", model: decoder(.llamaTiny, learned: true)),
      World(description: "decoder, whole prompts", model: decoder(.palmTiny, whole: true)),
      World(
        description: "adapter", model: AdaptedModel(base, adapter), frozen: Set(base.parameters.map(\.name))),
    ]
  }()

  private static let vocabulary = 96
  private static let (rows, inputLength, targetLength) = (6, 20, 9)

  /// Examples of the step's batch, which leave some rows short and some empty.
  private static func batch(_ step: Int) throws -> PackedBatch? {
    let examples = (0..<9).map { index in
      TokenizedExample(
        inputs: (0..<(3 + (index * 5 + step) % 9)).map { Int32(3 + ($0 * 7 + index + step) % 90) } + [1],
        targets: (0..<(1 + (index + step) % 5)).map { Int32(3 + ($0 * 3 + index) % 90) } + [1],
        provenance: Provenance(task: "t", instance: index, format: .zeroShot, template: "t"))
    }
    let packer = try Packer(
      PackingConfiguration(rows: rows, inputLength: inputLength, targetLength: targetLength))
    return try packer.packAll(examples).first
  }

  /// Takes steps.
  /// - Parameters:
  ///   - accumulation: the parts that each is computed in.
  ///   - recomputed: the blocks whose inner values are computed again.
  /// - Throws: what the runtime throws.
  package init(
    _ world: World, _ runtime: any Runtime, accumulation: Int, recomputed: Int = 0, steps: Int = 3
  ) throws {
    let (model, optimizer) = (world.model, Adafactor(minimumDimensionToFactor: 64))
    let state = TrainingState(model, optimizer: optimizer, frozen: world.frozen, runtime: runtime)
    state.parameters.initialize(seed: 7)
    for target in (model as? AdaptedModel)?.adapter.targets ?? [] {
      state.parameters[LowRankAdapter.up(target)].withMutableBytes {
        Initializer.normal(standardDeviation: 0.1).fill($0.bindMemory(to: Float.self), seed: 9, name: target)
      }
    }
    let step = try TrainingStep(
      state,
      shape: PackedShape(rows: Self.rows, inputLength: Self.inputLength, targetLength: Self.targetLength),
      options: TrainingStepOptions(
        loss: LossOptions(), optimizer: optimizer, clipping: nil, accumulation: accumulation,
        recomputed: RecomputedBlocks(first: recomputed, of: model), frozen: world.frozen),
      runtime: runtime)
    for index in 0..<steps {
      guard let batch = try Self.batch(index) else { preconditionFailure("there are no examples") }
      outcomes.append(
        try step.run(
          batch,
          TrainingStep.Inputs(
            scalars: optimizer.scalars(at: index, learningRate: 0.01),
            lossScale: 1 / Double(batch.countedTokens(by: model)),
            randomKey: RandomKey.elements(seed: 5, step: index))))
    }
    weights = state.parameters.storage.mapValues(\.floats)
  }

  /// What is further off from others than rounding takes it; empty where nothing is.
  /// - Parameter tolerance: relative to the size of a loss, a token's loss or a weight's largest element.
  package func differences(from expected: TrainedSteps, within tolerance: Double = 1e-5) -> [String] {
    var found: [String] = []
    func compare(_ name: String, _ a: [Float], _ b: [Float], within tolerance: Double = tolerance) {
      let size = b.reduce(Float(1e-3)) { max($0, abs($1)) }
      let difference = zip(a, b).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
      if a.count != b.count || !(Double(difference) <= tolerance * Double(size)) {
        found.append("\(name) by \(difference) of \(size)")
      }
    }
    for (step, (a, b)) in zip(outcomes, expected.outcomes).enumerated() {
      compare("loss \(step)", [Float(a.crossEntropy)], [Float(b.crossEntropy)])
      compare("losses \(step)", a.tokenCrossEntropy, b.tokenCrossEntropy)
      compare("z-loss \(step)", [Float(a.zLoss ?? .nan)], [Float(b.zLoss ?? .nan)])
      compare(
        "norm \(step)", [Float(a.gradientNorm)], [Float(b.gradientNorm)], within: 10 * tolerance)
    }
    for (name, values) in expected.weights.sorted(by: { $0.key < $1.key }) {
      compare(name, weights[name] ?? [], values)
    }
    return found
  }
}
