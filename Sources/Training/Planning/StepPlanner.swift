import Autograd
import Models
import Setup

/// Chooses how a step is computed: with as few recomputed blocks (activation checkpointing) as a limit of
/// memory asks for.
package struct StepPlanner {
  package var model: any LanguageModel
  package let shape: PackedShape
  package let options: TrainingStepOptions
  package let runtime: any Runtime
  /// Bytes of what is no tensor of the step.
  package let evaluationBytes: Int
  package let processBytes: Int

  /// The step with the first `blocks` blocks recomputed.
  package func plan(recomputing blocks: Int) -> StepPlan {
    plan(shape, accumulation: options.accumulation, recomputing: blocks)
  }

  private func plan(_ shape: PackedShape, accumulation: Int, recomputing blocks: Int) -> StepPlan {
    var options = options
    options.accumulation = accumulation
    options.recomputed = RecomputedBlocks(first: blocks, of: model)
    let programs = TrainingStepPrograms(model, shape: shape, options: options, RowLayout(runtime))
    let (activations, batch) = programs.bytes(on: programs.batch, runtime: runtime)
    let optimizer = TrainingState.slots(of: model, options.optimizer, frozen: options.frozen)
      .reduce(0) { $0 + 4 * $1.shape.count }
    // A checkpoint's file of this state is made in memory; the reserve has room for one that is factored.
    let file = max(0, optimizer - ProcessMemory.reserve)
    let memory = MemoryEstimate(
      weights: 4 * model.parameterCount, optimizer: optimizer,
      gradients: programs.gradientSums.reduce(0) { $0 + $1.type.byteCount },
      activations: activations, batch: batch, evaluation: evaluationBytes,
      process: processBytes + file)
    return StepPlan(programs: programs, recomputed: options.recomputed, memory: memory)
  }

  private var blocks: Int { model.blockCount }

  /// The step with as few recomputed blocks as keep the peak at or below `limit`.
  ///
  /// Each block more takes no more memory, but for the last, which the backward pass comes to at once.
  /// - Throws: `MemoryLimitError` where not even all are enough.
  package func plan(within limit: Int) throws(MemoryLimitError) -> StepPlan {
    let first = plan(recomputing: 0)
    if first.memory.total <= limit { return first }
    let most = [blocks, blocks - 1].map { plan(recomputing: $0) }
    guard var best = most.first(where: { $0.memory.total <= limit }) else {
      throw error(limit, most[0].memory.total <= most[1].memory.total ? most[0] : most[1])
    }
    var tooFew = 0
    while best.recomputed.count - tooFew > 1 {
      let middle = plan(recomputing: (best.recomputed.count + tooFew) / 2)
      if middle.memory.total <= limit { best = middle } else { tooFew = middle.recomputed.count }
    }
    return best
  }

  /// What is said where even recomputing does not help: the numbers, and what would fit.
  package func error(_ limit: Int, _ least: StepPlan) -> MemoryLimitError {
    MemoryLimitError(
      limit: limit, memory: least.memory, recomputed: least.recomputed.count, fitting: fitting(limit))
  }

  /// Settings that would fit, those that change least first; empty where the model alone does not.
  private func fitting(_ limit: Int) -> [String] {
    func fits(_ shape: PackedShape, _ accumulation: Int) -> Bool {
      plan(shape, accumulation: accumulation, recomputing: blocks).memory.total <= limit
    }
    func rows(_ count: Int) -> PackedShape {
      PackedShape(rows: count, inputLength: shape.inputLength, targetLength: shape.targetLength)
    }
    var found: [String] = []
    let parts = (2...max(2, shape.rows)).filter { shape.rows % $0 == 0 && $0 > options.accumulation }
    if let accumulation = parts.first(where: { fits(shape, $0) }) {
      found.append("train.accumulation=\(accumulation)")
    }
    var count = shape.rows / 2
    while count >= 1, !fits(rows(count), 1) { count /= 2 }
    if count >= 1 { found.append("packing.rows=\(count)") }
    if !found.isEmpty { return found }
    var (input, target) = (shape.inputLength / 2, shape.targetLength / 2)
    while input >= 16, target >= 4 {
      if fits(PackedShape(rows: 1, inputLength: input, targetLength: target), 1) {
        return ["packing.rows=1 packing.inputLength=\(input) packing.targetLength=\(target)"]
      }
      (input, target) = (input / 2, target / 2)
    }
    return []
  }
}
