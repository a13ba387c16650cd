import Models
import Recipes
import Setup
import Training

extension PlannedRun {
  /// Bytes of a checkpoint: the tensors, the vocabulary, and what the formats take beside them.
  package var checkpointBytes: Int {
    let parameters = (setup.model as? AdaptedModel)?.adapterParameters ?? setup.model.parameters
    return Self.checkpointBytes(parameters, optimizer: plan.memory.optimizer, setup)
  }

  /// Bytes of a checkpoint with some parameters.
  /// - Parameter optimizer: bytes of the optimizer's state.
  static func checkpointBytes(_ parameters: [ParameterSpecification], optimizer: Int, _ setup: ModelSetup)
    -> Int
  {
    let vocabulary = setup.tokenizer.files.reduce(0) { $0 + $1.bytes.count }
    // A header's entry for each weight; for each tensor of the optimizer an object and its place in a group.
    let layout = 16_384 + parameters.count * (100 + 600)
    return 4 * parameters.reduce(0) { $0 + $1.shape.count } + optimizer + vocabulary + layout
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
    if let period = recipe.evaluation.every {
      let common = Self.leastCommonMultiple(every, period).map { steps / $0 } ?? 0
      evaluations = start + steps / period + (isLastExtra([period]) ? 1 : 0)
      written = start + steps / every + steps / period - common + (isLastExtra([every, period]) ? 1 : 0)
    } else {
      evaluations = start
      written = start + steps / every + (isLastExtra([every]) ? 1 : 0)
    }
    kept = recipe.checkpoint.keepLast
    evaluatesAtStart = recipe.evaluation.atStart
  }

  /// The most at once. A checkpoint is written beside those that are kept, and the oldest goes afterwards; a
  /// new best one is written beside the old one.
  package var most: Int {
    let whileWriting = min(written, kept + 1)
    switch evaluations {
    case 0: return whileWriting
    // Before the first step, all others are written beside it; after the last, it is written beside them.
    case 1: return max(min(written, kept) + 1, evaluatesFirst ? whileWriting + 1 : 0)
    default: return min(written, kept) + 2
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
