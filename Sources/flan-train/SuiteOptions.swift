import ArgumentParser
import Evaluation
import Setup

/// The options of `eval` that say which suites are run, and how.
struct SuiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A suite that comes with the program, a suite's file, or 'all'; may be given several times.",
      valueName: "name"), completion: Candidates.suite)
  var suite: [String] = []

  @Option(help: "The folder of the suites' data.", completion: .directory)
  var data: String?

  @Option(help: "The split of the data; default: each suite's first.")
  var split: String?

  @Option(help: "So many examples of each task, chosen by --seed; default: all.")
  var limit: Int?

  @Option(help: "What the choice of examples follows from; default: 0.")
  var seed: UInt64?

  @Option(help: "Worked examples in a prompt; default: as the suite says.")
  var shots: Int?

  @Option(
    help: "A file or folder of worked examples, instead of where the suite looks for them.",
    completion: .file())
  var examples: String?

  @Flag(help: "Take the likeliest of a question's options as the answer instead of letting the model write.")
  var likelihood = false

  @Flag(help: "Compute the loss of the right answers as well.")
  var loss = false

  @Flag(help: "Leave out tasks without data, and examples without an output, instead of refusing.")
  var partial = false

  @Option(help: "The most tokens of a prompt; default: as the run was trained, else 2048.")
  var inputLength: Int?

  @Option(help: "Prompts that are decoded together; default: 32.")
  var batch: Int?

  @Option(help: "Threads; default: one for each core.")
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Where answers and scores are written; default: for a run its folder 'suites', else nowhere.",
      valueName: "folder"), completion: .directory)
  var output: String?

  /// The most tokens of a prompt of a model that no run says anything about.
  private static let standardInputLength = 2048
  /// Prompts that are decoded together where the call does not say.
  static let standardBatch = 32

  /// Checks numbers, which need no file.
  func validateNumbers() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if let shots, !(0...1_000).contains(shots) { throw ValidationError("--shots must be from 0 to 1000") }
    if let inputLength, !(8...65_536).contains(inputLength) {
      throw ValidationError("--input-length must be from 8 to 65536")
    }
    if let batch, !(1...4096).contains(batch) { throw ValidationError("--batch must be from 1 to 4096") }
  }

  /// What each option is for; `--suite` itself decides.
  var options: [EvaluationSubject.Option] {
    [
      .init("--data", data != nil, for: .modelOnSuites, .suitePredictions),
      .init("--split", split != nil, for: .modelOnSuites, .suitePredictions),
      .init("--limit", limit != nil, for: .modelOnSuites),
      .init("--seed", seed != nil, for: .modelOnSuites),
      .init("--shots", shots != nil, for: .modelOnSuites),
      .init("--examples", examples != nil, for: .modelOnSuites),
      .init("--likelihood", likelihood, for: .modelOnSuites),
      .init("--loss", loss, for: .modelOnSuites),
      .init("--partial", partial, for: .modelOnSuites, .suitePredictions),
      .init("--input-length", inputLength != nil, for: .modelOnSuites),
      .init("--batch", batch != nil, for: .modelOnSuites),
      .init("--threads", threads != nil, for: .modelOnHeldOut, .modelOnSuites),
      .init("--output", output != nil, for: .modelOnSuites),
    ]
  }

  /// The options of runs.
  /// - Parameter found: the model; a run's prompts are as long as its rows.
  func runOptions(_ found: ModelLocator.Found) throws -> SuiteRunOptions {
    let trained = try found.run.map { try $0.recipe().recipe.packing.inputLength }
    return SuiteRunOptions(
      shots: shots, limit: limit, inputLength: inputLength ?? trained ?? Self.standardInputLength,
      seed: seed ?? 0, scoring: likelihood ? .likelihood : .generation, examplesPath: examples,
      isPartial: partial, computesLoss: loss)
  }
}
