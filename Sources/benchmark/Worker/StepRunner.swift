import Autograd
import Benchmarking
import CPURuntime
import Checkpoints
import Instructions
import Models
import Optimizers
import Training

/// Training steps as a run takes them.
final class StepRunner {
  let step: TrainingStep
  private let optimizer = Adafactor()
  private var index = 0

  init(_ work: Work) throws {
    let runtime = CPURuntime(threads: work.threads)
    let opened = try OpenedModel(folder: work.model)
    var configuration = opened.configuration
    configuration.dropoutRate = work.dropout
    let state = TrainingState(configuration.model, optimizer: optimizer, runtime: runtime)
    try opened.load(into: state.parameters)
    step = try TrainingStep(
      state,
      shape: PackedShape(rows: work.rows, inputLength: work.inputLength, targetLength: work.targetLength),
      options: TrainingStepOptions(loss: LossOptions(), optimizer: optimizer, clipping: nil),
      runtime: runtime)
  }

  /// Takes a step.
  /// - Returns: the mean cross-entropy of the targets before it.
  /// - Throws: what running the step throws.
  func run(_ batch: PackedBatch) throws -> Double {
    let tokens = Double(max(batch.fill.targetTokens, 1))
    let outcome = try step.run(
      batch,
      TrainingStep.Inputs(
        scalars: optimizer.scalars(at: index, learningRate: 1e-3), lossScale: 1 / tokens,
        randomKey: RandomKey.elements(seed: 1, step: index)))
    index += 1
    return outcome.crossEntropy / tokens
  }

  /// The floating-point operations of everything that is a matrix product. What attention computes again in
  /// the backward pass is not counted: that is our choice, not the step's work.
  var matrixProducts: Double {
    let program = step.program
    return program.instructions.reduce(0) { sum, instruction in
      let cost = instruction.operation.cost(
        operands: instruction.operands.map { program.types[$0] },
        results: instruction.results.map { program.types[$0] })
      let count = Double(cost.floatingPointOperations)
      switch instruction.operation {
      case is MatrixProduct, is LinearCrossEntropyObjective, is Attention: return sum + count
      case is AttentionGradient: return sum + count * 4 / 5
      default: return sum
      }
    }
  }
}

/// Where a step's time goes, by operation.
enum OperationProfile {
  /// The timings of steps like the latest, the longest first. The parameters take those steps as well.
  /// - Throws: what running the step throws.
  static func measured(on step: TrainingStep) throws -> [OperationTiming] {
    (try step.profile(runs: 3)?.entries ?? []).map { entry in
      OperationTiming(
        name: entry.operation, calls: entry.count, seconds: entry.seconds,
        floatingPointOperations: Double(entry.cost.floatingPointOperations))
    }
  }
}
