import Diagnostics

/// How examples are put together into rows of fixed length.
package struct PackingConfiguration: Sendable, Equatable {
  /// What happens to an example that is longer than a row.
  package enum LongExamples: String, Sendable, Codable, CaseIterable {
    /// Input and target are cut to the row's length, and still end as whole ones do, in the end-of-sequence id.
    case truncate
    /// The example is left out.
    case drop
    /// Packing stops with an error.
    case fail
  }

  /// Rows per step.
  package var rows: Int
  /// Tokens of prompts per row.
  package var inputLength: Int
  /// Tokens of targets per row.
  package var targetLength: Int
  /// Which row an example goes to.
  package var strategy: PackingStrategy
  /// What happens to an example that is longer than a row.
  package var longExamples: LongExamples
  /// Examples taken from the stream per step; `nil` has it estimated from a sample.
  package var examplesPerStep: Int?
  /// So many steps are packed together, and their rows dealt to them in turn: larger fills rows better, and
  /// costs as many times more to show a single step on demand.
  package var stepsPerWindow: Int
  /// The estimate takes as many examples as leave at most this fraction without room: a fiftieth, or three
  /// thousandths where examples are offered again.
  package var unpackedTolerance: Double
  /// The last tokens of a prompt that stay where it is cut: the end-of-sequence id, and the markers before it.
  package var promptTail: Int

  /// A configuration.
  package init(
    rows: Int, inputLength: Int, targetLength: Int, strategy: PackingStrategy = .bestFit,
    longExamples: LongExamples = .truncate, examplesPerStep: Int? = nil, stepsPerWindow: Int = 1,
    unpackedTolerance: Double? = nil, promptTail: Int = 1
  ) {
    self.rows = rows
    self.inputLength = inputLength
    self.targetLength = targetLength
    self.strategy = strategy
    self.longExamples = longExamples
    self.examplesPerStep = examplesPerStep
    self.stepsPerWindow = stepsPerWindow
    self.unpackedTolerance = unpackedTolerance ?? (strategy.offersAgain ? 0.003 : 0.02)
    self.promptTail = promptTail
  }

  /// A prompt, or what a row holds of it: tokens are taken away before its last ones, which say that it has ended.
  package func cut(prompt: [Int32]) -> [Int32] {
    let tail = min(promptTail, inputLength)
    return prompt.count <= inputLength ? prompt : prompt.prefix(inputLength - tail) + prompt.suffix(tail)
  }

  /// Checks every number against its range.
  /// - Throws: `PackingError.badNumber`.
  package func validate() throws(PackingError) {
    func require(_ value: Int, _ name: String, _ range: ClosedRange<Int>) throws(PackingError) {
      if range.contains(value) { return }
      throw .badNumber(
        name: name, value: "\(value)", requirement: "\(range.lowerBound) to \(range.upperBound)")
    }
    try require(rows, "rows", 1...65_536)
    try require(inputLength, "input length", 2...1_048_576)
    try require(targetLength, "target length", 2...1_048_576)
    try require(rows * max(inputLength, targetLength), "tokens per step", 1...1_073_741_824)
    try require(stepsPerWindow, "steps per window", 1...4096)
    if let examplesPerStep { try require(examplesPerStep, "examples per step", 1...16_777_216) }
    if !(0...1).contains(unpackedTolerance) {
      throw .badNumber(name: "unpacked tolerance", value: "\(unpackedTolerance)", requirement: "0 to 1")
    }
  }
}

/// What can go wrong while packing.
package enum PackingError: UserError, Equatable {
  /// A number of the configuration is out of its range.
  case badNumber(name: String, value: String, requirement: String)
  /// An example is longer than a row, and the policy is to fail.
  case tooLong(task: String, instance: Int, inputs: Int, inputLength: Int, targets: Int, targetLength: Int)
  /// A packed batch contradicts itself: a fault of the program.
  case invariant(String)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    switch self {
    case .badNumber: .usage
    case .tooLong: .data
    case .invariant: .failure
    }
  }

  /// The file, line and field, where there is one.
  package var location: SourceLocation? { nil }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .badNumber(let name, let value, let requirement):
      "the \(name) is \(value) but must be \(requirement)"
    case .tooLong(let task, let instance, let inputs, let inputLength, let targets, let targetLength):
      "instance \(instance) of the task '\(task)' has \(inputs) input and \(targets) target tokens;"
        + " a row holds \(inputLength) and \(targetLength)"
    case .invariant(let what): "a packed batch is inconsistent: \(what)"
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    switch self {
    case .badNumber: nil
    case .tooLong: "Make the rows longer, or truncate or drop long examples."
    case .invariant: "This is a fault of the program: please report it."
    }
  }
}
