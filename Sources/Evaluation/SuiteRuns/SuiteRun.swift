import Diagnostics
import Tokenization

/// A model's run of one suite: all questions of all tasks, then the report.
package struct SuiteRun: Sendable {
  /// What a run gave.
  package struct Outcome: Sendable, Equatable {
    /// The scores.
    package var report: SuiteReport
    /// Every answer, task by task.
    package var answers: [SuiteAnswer]
  }

  /// How far a run is.
  package struct Progress: Sendable, Equatable {
    /// The suite's name.
    package var suite: String
    /// Questions that are answered.
    package var answered: Int
    /// All questions.
    package var questions: Int
    /// Tokens written so far.
    package var tokens: Int
    /// Seconds so far.
    package var seconds: Double
  }

  /// The suite.
  package let suite: EvaluationSuite
  /// How it is asked.
  package let options: SuiteRunOptions
  /// Every question, task by task.
  package let questions: [SuiteQuestion]
  /// The questions of all examples of the data, asked or not, without what prompts put around them, and where
  /// they stand.
  package let texts: [(text: String, location: SourceLocation)]
  /// The references that the vocabulary writes otherwise.
  package let referenceLoss: ReferenceLoss
  private let tasks: [EvaluationSuite.Task]
  private let ledgers: [PromptLedger]
  private let examples: [[SuiteData.Example]]
  private let missing: [String]
  private let split: String

  /// Reads the suite's data and writes all its prompts.
  /// - Throws: `FileError`, `JSONError`, `TextFileError`, `SuiteError`, with file and line.
  package init(
    _ suite: EvaluationSuite, data: SuiteData, tokenizer: any Tokenizer, options: SuiteRunOptions
  ) throws {
    self.suite = suite
    self.options = options
    let maker = try SuiteQuestions(suite, data: data, tokenizer: tokenizer, options: options)
    let tasks = options.isPartial ? data.tasks.filter { data.hasExamples(of: $0.name) } : data.tasks
    if tasks.isEmpty {
      throw SuiteError.noData(
        suite: suite.name, folder: data.folder, example: data.path(of: data.tasks.first?.name ?? "a task"))
    }
    let names = Set(tasks.map(\.name))
    missing = data.tasks.map(\.name).filter { !names.contains($0) }
    examples = try tasks.map { try data.examples(of: $0.name) }
    let made = try zip(tasks, examples).map { try maker.questions(of: $0, $1) }
    questions = made.flatMap(\.questions)
    ledgers = made.map(\.ledger)
    var loss = ReferenceLoss()
    for (task, asked) in zip(examples, made.map(\.questions)) {
      for question in asked {
        loss.add(
          question.written, of: question.references.count, at: task[question.index].location.description)
      }
    }
    referenceLoss = loss
    texts = examples.joined().map { ($0.values[SuitePlaceholder.question] ?? "", $0.location) }
    self.tasks = tasks
    split = data.splitName
  }

  /// How many references no output of the vocabulary can equal; `nil` for none.
  package var referenceNote: String? { referenceLoss.note(of: "the suite \(suite.name)") }

  /// Asks the model.
  /// - Parameters:
  ///   - journal: the answers that the same weights have given already, and where new ones are kept.
  ///   - shouldStop: asked before each batch; when true, the call returns `nil`.
  ///   - onProgress: told at the start and after each batch.
  /// - Throws: `FileError` where the journal cannot be written; what `onProgress` throws.
  package func run(
    _ evaluator: SuiteEvaluator, journal: EvaluationJournal? = nil, shouldStop: () -> Bool = { false },
    onProgress: (Progress) throws -> Void = { _ in }
  ) throws -> Outcome? {
    let clock = ContinuousClock.now
    func seconds() -> Double { (ContinuousClock.now - clock) / .seconds(1) }
    let made = try evaluator.answers(
      to: questions, suite, options.scoring, journal: journal, shouldStop: shouldStop
    ) {
      try onProgress(
        Progress(
          suite: suite.name, answered: $0, questions: questions.count, tokens: $1, seconds: seconds()))
    }
    guard let made else { return nil }
    let answerSeconds = seconds()
    let losses = try options.computesLoss ? evaluator.losses(of: questions) : []
    var start = 0
    let results = tasks.indices.map { task in
      let range = start..<(start + ledgers[task].asked)
      start = range.upperBound
      return result(task, made.answers[range], losses.isEmpty ? [] : losses[range])
    }
    var report = SuiteReport(suite, split: split, results, missing: missing)
    report.scoring = options.scoring
    report.decodedTokens = options.scoring == .generation ? made.tokens : nil
    report.seconds = answerSeconds
    report.weights = evaluator.weights.ifRounded
    return Outcome(report: report, answers: made.answers)
  }

  private func result(
    _ task: Int, _ answers: ArraySlice<SuiteAnswer>, _ losses: ArraySlice<(sum: Double, tokens: Int)>
  ) -> SuiteReport.TaskResult {
    var result = SuiteScorer(suite).result(
      tasks[task], answers.map(\.judgement), examples: examples[task])
    result.prompts = ledgers[task]
    if options.scoring == .generation {
      result.cutOutputs = Double(answers.count(where: \.hitLimit)) / Double(max(1, answers.count))
    }
    let tokens = losses.reduce(0) { $0 + $1.tokens }
    if tokens > 0 {
      result.loss = losses.reduce(0) { $0 + $1.sum } / Double(tokens)
      result.lossTokens = tokens
    }
    return result
  }
}

extension SuiteVerdicts {
  /// The verdicts on a model's own answers.
  package init(_ outcome: SuiteRun.Outcome, _ suite: EvaluationSuite) {
    let byTask = Dictionary(grouping: outcome.answers, by: \.question.task)
    let tasks = outcome.report.tasks.map { task in
      Task(
        name: task.task,
        scores: Dictionary(
          (byTask[task.task] ?? []).map { ("\($0.question.index)", $0.judgement.scores[0]) }
        ) { first, _ in first })
    }
    self.init(tasks: tasks, isGraded: suite.metric.isGraded)
  }
}

extension WorkProgress {
  /// How far a suite's run is.
  package init(_ progress: SuiteRun.Progress) {
    self.init(progress.suite, done: progress.answered, of: progress.questions, .questions)
    if progress.tokens > 0, progress.seconds > 0 {
      note = "\(Int(Double(progress.tokens) / progress.seconds)) tokens/s"
    }
  }
}
