import Diagnostics
import Evaluation
import Instructions
import JSON
import ProcessGroups
import Storage

extension Trainer {
  /// Evaluates the model, and keeps it where it is the best so far.
  ///
  /// A request to stop ends the evaluation without a result: the resumed run, which goes on from the
  /// checkpoint of this step, makes it again. What has been decoded is then in the evaluation's journal, and
  /// is not decoded again.
  package func evaluate() throws {
    try lock?.check()
    let clock = ContinuousClock.now
    let sets = data.evaluation.sets
    try listener.receive(
      .evaluationStarted(
        step: progress.step, examples: sets.reduce(data.suites.questionCount) { $0 + $1.1.count }))
    let journal = try openJournal()
    var groups: [EvaluationGroup] = []
    var predictions: [GroupedPrediction] = []
    var ledger = Ledger()
    for (name, set) in sets where set.count > 0 {
      let outcome = try data.locatingExamples {
        try evaluator.evaluate(
          set, journal: journal, shouldStop: { stop.isRaised }, onProgress: tell(ofGroup: name))
      }
      guard let outcome else { return }
      groups.append(EvaluationGroup(name: name, rows: outcome.scores.map(EvaluationRow.init)))
      predictions += outcome.predictions.map { GroupedPrediction(group: name, prediction: $0) }
      ledger.merge(outcome.ledger)
    }
    try tellEvaluationLedger(ledger)
    guard let suites = try evaluateSuites(journal) else { return }
    var summary = EvaluationSummary(
      step: progress.step, groups: groups, cutAnswers: predictions.count(where: \.prediction.hitLimit),
      suites: suites.isEmpty ? nil : suites,
      samples: Self.samples(of: predictions.map(\.prediction)),
      seconds: (ContinuousClock.now - clock) / .seconds(1))
    try lock?.check()
    progress.lastEvaluation = progress.step
    let metric = recipe.evaluation.bestMetric
    let score = BestScore(summary, metric)
    progress.patience.count(score, of: metric, margin: recipe.evaluation.minimumImprovement)
    if let score, score.replaces(progress.best, by: metric) {
      summary.isBest = true
      (progress.best, progress.bestStep) = (score, progress.step)
    }
    if writes { try checkpoints.writePredictions(predictions, step: progress.step) }
    try listener.receive(.evaluationCompleted(summary))
    if summary.isBest, let value = score?.value {
      try saveCheckpoint()
      if writes { try checkpoints.keepBest(step: progress.step) }
      try listener.receive(.bestUpdated(step: progress.step, metric: metric, value: value))
    }
  }

  /// Asks the model the questions of the recipe's suites and writes its answers; `nil` where a request to
  /// stop came first.
  private func evaluateSuites(_ journal: EvaluationJournal) throws -> [SuiteReport]? {
    let folder = SuiteOutputFolder(
      checkpoints.folder.evaluationFolder(step: progress.step) + "/suites", fileSystem: checkpoints.fileSystem
    )
    return try data.suites.evaluate(
      suiteEvaluator, journal: journal, output: writes ? folder : nil, shouldStop: { stop.isRaised },
      onProgress: { try listener.receive(.progress($0)) })
  }

  /// Tells how far the evaluation of a group is.
  private func tell(ofGroup name: EvaluationGroup.Name) -> (WorkProgress) throws -> Void {
    { [listener] progress in try listener.receive(.progress(progress.named(for: name))) }
  }

  /// Writes a checkpoint of the present state, unless there is one already.
  package func saveCheckpoint() throws {
    if saved == progress { return }
    try lock?.check()
    let clock = ContinuousClock.now
    let path = writes ? try checkpoints.save(state, progress) : ""
    progress.lastCheckpoint = progress.step
    saved = progress
    try listener.receive(
      .checkpointSaved(step: progress.step, path: path, seconds: (ContinuousClock.now - clock) / .seconds(1)))
    try removeEvaluationJournals()
  }

  /// Writes a checkpoint where someone has asked for one by a file in the run's folder, and takes the file
  /// away.
  package func saveOnRequest() throws {
    if !writes { return }
    let request = checkpoints.folder.saveFile
    if FileStatus(request, followingLinks: true)?.kind != .file { return }
    try saveCheckpoint()
    try checkpoints.fileSystem.removeTree(request)
    try listener.receive(.message(.note, "the file SAVE asked for the checkpoint of step \(progress.step)"))
  }

  /// Removes the journals of the evaluations that the newest checkpoint knows of.
  package func removeEvaluationJournals() throws {
    if writes, let step = saved?.lastEvaluation { try checkpoints.removeEvaluationJournals(through: step) }
  }

  /// The journal of the evaluation that begins; processes that evaluate together have the answers of the one that keeps it.
  private func openJournal() throws -> EvaluationJournal {
    func open() throws -> EvaluationJournal {
      let journal = try checkpoints.evaluationJournal(
        state, step: progress.step, settings: recipe.evaluation, packing: recipe.packing)
      try tell(journal)
      return journal
    }
    guard let ranks else { return try open() }
    let journal = writes ? try open() : nil
    let answers = try ranks.broadcast { try EventCoding.line(journal?.allAnswers ?? [:]) }
    return try journal ?? EvaluationJournal(sharing: EventCoding.decode([String: String].self, from: answers))
  }

  /// Tells what a journal from before is worth.
  private func tell(_ journal: EvaluationJournal) throws {
    let path = journal.path
    switch journal.opening {
    case .new: break
    case .continued(let answers):
      try listener.receive(.message(.note, "\(answers) outputs are there from before, in \(path)"))
    case .damaged(let answers):
      let text = "\(path) is damaged; \(answers) outputs before the damage are used"
      try listener.receive(.message(.warning, text))
    case .foreign:
      try listener.receive(
        .message(.warning, "\(path) is of other weights or settings, and is not used"))
    }
  }

  /// A few predictions to look at: the first of each of the first tasks and formats, spread over the set.
  private static func samples(of predictions: [Prediction], count: Int = 12) -> [EvaluationSample] {
    let stride = max(1, predictions.count / count)
    return predictions.indices.filter { $0 % stride == 0 }.prefix(count).map { index in
      let prediction = predictions[index]
      return EvaluationSample(
        task: prediction.example.task, format: prediction.example.format,
        prompt: prediction.example.prompt, reference: prediction.example.references.first ?? "",
        answer: prediction.output, isCorrect: prediction.isCorrect)
    }
  }
}

extension WorkProgress {
  /// The same with the held-out examples in its name.
  package func named(for group: EvaluationGroup.Name) -> WorkProgress {
    var named = self
    switch group {
    case .heldOutInstances: named.work = "eval, instances: \(work)"
    case .heldOutClusters: named.work = "eval, clusters: \(work)"
    case .heldOutTexts: named.work = "eval, texts: \(work)"
    }
    return named
  }
}

extension EvaluationRow {
  /// A task's score as a row of the summary.
  package init(_ score: TaskScore) {
    let isAnswered = score.metric.reason != .lossAlone
    let isOfTask = !score.metric.reason.isOfTexts
    self.init(
      task: score.task, cluster: score.cluster, format: score.format,
      examples: score.examples, asked: isOfTask ? nil : score.asked, correct: score.correct,
      metric: isAnswered ? score.metric.metric : nil,
      metricReason: score.metric.reason, scores: isOfTask ? score.scores : nil,
      majorityCorrect: isOfTask ? score.majorityCorrect : nil, chance: isOfTask ? score.chance : nil,
      strictCorrect: score.strictCorrect, withAnswerPhrase: score.withAnswerPhrase,
      targetTokens: score.targetTokens, lossSum: score.lossSum)
  }
}
