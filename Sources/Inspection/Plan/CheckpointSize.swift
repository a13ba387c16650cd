import Checkpoints
import Models
import Recipes
import Setup
import Training

extension PlannedRun {
  /// Bytes of a checkpoint that the run goes on from: the tensors, the vocabulary, and what the formats take
  /// beside them.
  package var checkpointBytes: Int { checkpointBytes(.float32) }

  /// Bytes of the best checkpoint, whose weights are in the recipe's precision.
  package var bestCheckpointBytes: Int { checkpointBytes(loaded.recipe.checkpoint.precision) }

  private func checkpointBytes(_ precision: SafetensorsWriter.Precision) -> Int {
    let parameters = (setup.model as? AdaptedModel)?.adapterParameters ?? setup.model.parameters
    return Self.checkpointBytes(parameters, precision, optimizer: plan.memory.optimizer, setup)
  }

  /// Bytes of a checkpoint with some parameters.
  /// - Parameter optimizer: bytes of the optimizer's state.
  static func checkpointBytes(
    _ parameters: [ParameterSpecification], _ precision: SafetensorsWriter.Precision = .float32,
    optimizer: Int, _ setup: ModelSetup
  ) -> Int {
    let vocabulary = setup.tokenizer.files.reduce(0) { $0 + $1.bytes.count }
    // A header's entry for each weight; for each tensor of the optimizer an object and its place in a group.
    let layout = 16_384 + parameters.count * (100 + 600)
    let weights = parameters.reduce(0) { $0 + $1.shape.count }
    return precision.byteCount * weights + optimizer + vocabulary + layout
  }
}

/// How many checkpoints of a run are on the disk at once.
package struct CheckpointCount {
  /// Steps after which a checkpoint is written: each `checkpoint.every`, the last, and every evaluation,
  /// which may be the best so far.
  package let written: Int
  /// Evaluations, each of which may make a new `best/`.
  package let evaluations: Int
  private let kept: Int
  private let evaluatesAtStart: Bool

  package init(_ recipe: Recipe) {
    let (steps, every) = (recipe.train.steps, recipe.checkpoint.every)
    func isLastExtra(_ periods: [Int]) -> Bool { periods.allSatisfy { steps % $0 != 0 } }
    let start = recipe.evaluation.atStart ? 1 : 0
    evaluations = recipe.evaluationCount
    if let period = recipe.evaluation.every {
      let common = Self.leastCommonMultiple(every, period).map { steps / $0 } ?? 0
      written = start + steps / every + steps / period - common + (isLastExtra([every, period]) ? 1 : 0)
    } else {
      written = start + steps / every + (isLastExtra([every]) ? 1 : 0)
    }
    kept = recipe.checkpoint.keepLast
    evaluatesAtStart = recipe.evaluation.atStart
  }

  /// The most at once.
  package var most: Int { mostBytes(checkpoint: 1, best: 1) }

  /// The most bytes at once. A checkpoint is written beside those that are kept, and the oldest goes
  /// afterwards; a new best one is written beside the old one.
  /// - Parameters:
  ///   - checkpoint: bytes of a checkpoint that the run goes on from.
  ///   - best: bytes of the best one, of no more.
  package func mostBytes(checkpoint: Int, best: Int) -> Int {
    func bytes(_ checkpoints: Int, _ bests: Int) -> Int {
      let (newest, isTooMuch) = checkpoint.multipliedReportingOverflow(by: checkpoints)
      let (sum, isTooMuchTogether) = newest.addingReportingOverflow(best * bests)
      return isTooMuch || isTooMuchTogether ? .max : sum
    }
    let (whileWriting, afterwards) = (min(written, kept + 1), min(written, kept))
    switch evaluations {
    case 0: return bytes(whileWriting, 0)
    // Before the first step, all others are written beside it; after the last, it is written beside them.
    case 1: return max(bytes(whileWriting, evaluatesFirst ? 1 : 0), bytes(afterwards, 1))
    default: return max(bytes(whileWriting, 1), bytes(afterwards, 2))
    }
  }

  /// Whether the only evaluation is that before the first step.
  private var evaluatesFirst: Bool { evaluatesAtStart && evaluations == 1 && written > 1 }

  private static func leastCommonMultiple(_ first: Int, _ second: Int) -> Int? {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    let (product, isTooMuch) = (first / a).multipliedReportingOverflow(by: second)
    return isTooMuch ? nil : product
  }
}
