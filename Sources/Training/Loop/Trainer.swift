import Autograd
import Evaluation
import Foundation
import Instructions
import Models
import ProcessGroups
import Recipes
import Runs
import Setup

/// The training loop.
///
/// Every step is a function of (recipe, data, seed, step) and the tensors, so that a run that is stopped and
/// resumed ends in the same bytes as one that was not.
package final class Trainer {
  package let recipe: Recipe
  package let state: TrainingState
  package let data: TrainingData
  package let evaluator: Evaluator
  package let suiteEvaluator: SuiteEvaluator
  package let checkpoints: CheckpointKeeper
  package let listener: any TrainingListener
  package let stop: StopRequest
  /// The right to write to the run's folder.
  package let lock: RunLock?
  /// The processes that train together, each of which goes through the same loop; `nil` is this one alone.
  package let ranks: (any ProcessGroup)?
  /// What other threads have to tell.
  private let warnings: PendingMessages
  package let trainingStep: TrainingStep
  package let search: DivergenceSearch
  /// The batch of a step.
  private let batch: (_ step: Int) throws -> PackedBatch
  /// Where the run stands.
  package internal(set) var progress: TrainerProgress
  /// What the newest checkpoint holds.
  package var saved: TrainerProgress?

  package init(
    _ run: PreparedRun, listener: any TrainingListener, stop: StopRequest, lock: RunLock? = nil,
    warnings: PendingMessages = PendingMessages()
  ) {
    self.warnings = warnings
    recipe = run.loaded.recipe
    state = run.state
    data = run.data
    evaluator = run.evaluator
    suiteEvaluator = run.suiteEvaluator
    checkpoints = run.checkpoints
    ranks = run.ranks
    trainingStep = run.step
    search = DivergenceSearch(run)
    if run.step.isCompiled {
      batch = BatchesAhead(run.data.batches, end: recipe.train.steps).batch
    } else {
      // The processor has enough to do with the step.
      var cursor = BatchCursor(run.data.batches)
      batch = { try cursor.batch(step: $0) }
    }
    progress = run.progress
    saved = run.progress.lastCheckpoint == nil ? nil : run.progress
    self.listener = listener
    self.stop = stop
    self.lock = lock
  }

  /// Trains to the last step, until the score is good enough or has not improved for too long, or until it is
  /// asked to stop.
  /// - Throws: `DivergenceError`, what writing checkpoints and reports throws.
  package func run() throws -> RunOutcome {
    if isEvaluationMissing { try makeUpEvaluation() }
    while !isAtItsEnd, try !isAskedToStop() {
      try takeStep()
      for message in warnings.take() { try listener.receive(.message(.warning, message)) }
      let isLast = progress.step == recipe.train.steps
      if isDue(recipe.evaluation.every, isLast: isLast) { try evaluate() }
      if isDue(recipe.checkpoint.every, isLast: isLast) { try saveCheckpoint() }
      try saveOnRequest()
      try lock?.check()
    }
    // A request to stop that came in the last evaluation leaves that to be made up for.
    let isDone = isAtItsEnd && !isEvaluationMissing
    if isDone { try checkTruncation(isLast: true) }
    try saveCheckpoint()
    try removeEvaluationJournals()
    if writes { try checkpoints.cleanUp() }
    try tellLedger()
    return RunOutcome(
      ending: isDone ? ending : .stopped,
      step: progress.step, bestStep: progress.bestStep,
      bestMetric: progress.bestStep.map { _ in recipe.evaluation.bestMetric },
      bestValue: progress.best?.value,
      bestLoss: progress.best?.loss)
  }

  /// Whether this process writes the run's folder: of several the first.
  package var writes: Bool { ranks?.isFirst ?? true }

  /// Whether this process, or one of those that train with it, has been asked to stop: all do so after the same step.
  private func isAskedToStop() throws -> Bool { try ranks?.any(stop.isRaised) ?? stop.isRaised }

  /// Why the run is done, where it is.
  private var ending: RunOutcome.Ending {
    if progress.step >= recipe.train.steps { return .finished }
    return hasReachedScore ? .reachedScore : .stoppedEarly
  }

  /// Whether the best score so far is as good as the run is to become.
  private var hasReachedScore: Bool {
    guard let goal = recipe.evaluation.stopAt, let best = progress.best else { return false }
    return best.reaches(goal, by: recipe.evaluation.bestMetric)
  }

  /// Whether no step is left to do.
  private var isAtItsEnd: Bool {
    progress.step >= recipe.train.steps || hasReachedScore
      || recipe.evaluation.patience.map { progress.patience.evaluations >= $0 } ?? false
  }

  /// Makes the evaluation that a stop cut short, after the step that the run goes on from; the checkpoint of
  /// that step then becomes what it would have been.
  private func makeUpEvaluation() throws {
    let hasCheckpoint = progress.lastCheckpoint == progress.step
    try evaluate()
    if hasCheckpoint { try saveCheckpoint() }
  }

  private var isEvaluationMissing: Bool {
    if progress.lastEvaluation == progress.step { return false }
    if progress.step == 0 { return recipe.evaluation.atStart }
    return isDue(recipe.evaluation.every, isLast: progress.step == recipe.train.steps)
  }

  /// Whether something that is done every so many steps, and after the last, is due.
  private func isDue(_ period: Int?, isLast: Bool) -> Bool {
    guard let period else { return false }
    return isLast || progress.step % period == 0
  }

  private func takeStep() throws {
    let clock = ContinuousClock.now
    let index = progress.step
    let batch = try data.locatingExamples { try self.batch(index) }
    let inputs = recipe.inputs(ofStep: index, batch, state.model)
    let outcome = try trainingStep.run(batch, inputs)
    var metrics = trainingStep.metrics(outcome, batch, inputs, step: index + 1)
    let (loss, updateSize) = (metrics.loss, metrics.updateRMS ?? .nan)
    guard loss.isFinite, outcome.gradientNorm.isFinite, updateSize.isFinite,
      try isFiniteWhereItMatters(after: index + 1)
    else { throw try divergence(loss, outcome, batch) }
    progress.step += 1
    progress.ledger.merge(batch.ledger)
    metrics.seconds = (ContinuousClock.now - clock) / .seconds(1)
    try listener.receive(.stepCompleted(metrics))
    try watch(loss, outcome, batch)
    if let every = recipe.logging.stepSizes, progress.step % every == 0 {
      try listener.receive(.stepSizes(step: progress.step, updates: outcome.stepSizes))
    }
    try checkTruncation(isLast: progress.step == recipe.train.steps)
  }

  /// Whether the weights are finite, asked where they are about to be evaluated or written: a step can leave
  /// the finite numbers with a loss that was still finite.
  private func isFiniteWhereItMatters(after step: Int) throws -> Bool {
    let isLast = step == recipe.train.steps
    let matters = [recipe.evaluation.every, recipe.checkpoint.every].contains { every in
      every.map { isLast || step % $0 == 0 } ?? false
    }
    return try !matters || state.parameters.firstNonFinite() == nil
  }
}
