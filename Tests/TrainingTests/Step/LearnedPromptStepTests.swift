import Autograd
import CPURuntime
import Instructions
import Models
import Optimizers
import Recipes
import Testing

@testable import Training

/// With `loss.tokens` `all` a step is on the mean over all tokens that count: the step of the same sequences whose prompts are their
/// first token alone.
@Suite struct LearnedPromptStepTests {
  private let runtime = CPURuntime(threads: 2)
  private static let end: Int32 = 1

  private static func example(_ prompt: [Int32], _ target: [Int32], _ number: Int) -> TokenizedExample {
    TokenizedExample(
      inputs: prompt + [end], targets: target + [end],
      provenance: Provenance(task: "t", instance: number, format: .zeroShot, template: "t"))
  }

  private static let prompts: [[Int32]] = [[5, 9, 11, 7], [3], [8, 8, 12], [20, 6]]
  private static let targets: [[Int32]] = [[4], [6, 7, 13], [9, 10], [2]]
  private static let whole = prompts.indices.map { example(prompts[$0], targets[$0], $0) }
  private static let split = prompts.indices.map {
    example([prompts[$0][0]], prompts[$0].dropFirst() + targets[$0], $0)
  }

  /// The loss that is reported, and the squares of each parameter's gradient.
  private func step(
    _ examples: [TokenizedExample], learnsPrompts: Bool, accumulation: Int
  ) throws -> (loss: Double, squares: [String: Double], counted: Int) {
    var dimensions = ModelDimensions()
    (dimensions.modelDimension, dimensions.headDimension, dimensions.heads) = (12, 4, 2)
    (dimensions.decoderLayers, dimensions.feedForwardDimension) = (2, 10)
    var model = Decoder(
      DecoderConfiguration(preset: .palmTiny, vocabularySize: 24, dimensions: dimensions))
    model.learnsPrompts = learnsPrompts
    let optimizer = Adafactor(minimumDimensionToFactor: 64)
    let state = TrainingState(model, optimizer: optimizer, runtime: runtime)
    state.parameters.initialize(seed: 3)
    let step = try TrainingStep(
      state, shape: PackedShape(rows: 2, inputLength: 10, targetLength: 14),
      options: TrainingStepOptions(
        loss: LossOptions(zLoss: 0), optimizer: optimizer, clipping: nil, accumulation: accumulation),
      runtime: runtime)
    let batch = try #require(
      PackedBatch([Array(examples[..<2]), Array(examples[2...])], inputLength: 10, targetLength: 14))
    var recipe = Recipe()
    recipe.train.stepSetting = 1
    let outcome = try step.run(batch, recipe.inputs(ofStep: 0, batch, model))
    let counted = batch.countedTokens(by: model)
    return (outcome.crossEntropy / Double(counted), outcome.gradientSquares, counted)
  }

  @Test(arguments: [1, 2])
  func theLossIsTheMeanOverAllTokensThatCount(accumulation: Int) throws {
    let expected = try step(Self.split, learnsPrompts: false, accumulation: accumulation)
    let learned = try step(Self.whole, learnsPrompts: true, accumulation: accumulation)
    let length = zip(Self.prompts, Self.targets).reduce(0) { $0 + $1.0.count - 1 + $1.1.count + 1 }
    #expect(learned.counted == length && expected.counted == length)
    #expect(abs(learned.loss - expected.loss) < 1e-6 * expected.loss)
    for (name, squares) in expected.squares {
      #expect(abs((learned.squares[name] ?? 0) - squares) <= 1e-4 * squares + 1e-12, "\(name)")
    }
    // Of targets alone it is another one.
    let targets = try step(Self.whole, learnsPrompts: false, accumulation: accumulation)
    #expect(targets.counted < length && abs(targets.loss - learned.loss) > 1e-3)
  }
}
