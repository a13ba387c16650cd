import Diagnostics

/// The four forms in which an instance is asked: with or without exemplars, with or without reasoning.
package enum PromptFormat: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// The question alone; the target is the answer.
  case zeroShot = "zero-shot"
  /// Worked examples, then the question; the target is the answer.
  case fewShot = "few-shot"
  /// The question alone; the target is the rationale, then the answer.
  case zeroShotChainOfThought = "zero-shot-cot"
  /// Examples worked with rationales, then the question; the target is the rationale, then the answer.
  case fewShotChainOfThought = "few-shot-cot"

  /// Whether worked examples come before the question.
  package var hasExemplars: Bool { self == .fewShot || self == .fewShotChainOfThought }

  /// Whether the target reasons before it answers.
  package var hasRationale: Bool { self == .zeroShotChainOfThought || self == .fewShotChainOfThought }

  /// The same without worked examples.
  package var withoutExemplars: PromptFormat { hasRationale ? .zeroShotChainOfThought : .zeroShot }

  /// The same with worked examples.
  package var withExemplars: PromptFormat { hasRationale ? .fewShotChainOfThought : .fewShot }
}

/// How often each format is used where a task supports it.
package struct FormatShares: Sendable, Equatable {
  /// The weights in the order of `PromptFormat.allCases`; finite, none negative, not all 0.
  private let weights: [Double]

  /// Shares in proportion to `weights`; a format that is absent is never used.
  /// - Throws: `FormatError.badShares` when a weight is negative or not finite, or none is positive.
  package init(_ weights: [PromptFormat: Double]) throws(FormatError) {
    self.weights = PromptFormat.allCases.map { weights[$0] ?? 0 }
    let total = self.weights.reduce(0, +)
    guard total > 0, total.isFinite, self.weights.allSatisfy({ $0 >= 0 }) else { throw .badShares }
  }

  private init(even: Void) { weights = PromptFormat.allCases.map { _ in 1 } }

  /// All four formats equally often.
  package static let even = FormatShares(even: ())

  /// The weight of a format.
  package subscript(format: PromptFormat) -> Double {
    weights[PromptFormat.allCases.firstIndex(of: format) ?? 0]
  }

  /// Whether a format that asks for a rationale has a weight.
  package var hasRationales: Bool { PromptFormat.allCases.contains { $0.hasRationale && self[$0] > 0 } }

  /// The shares over `supported` alone, which sum to 1; empty when none of them has a weight.
  package func renormalized(over supported: [PromptFormat]) -> [PromptFormat: Double] {
    let total = supported.reduce(0) { $0 + self[$1] }
    if total <= 0 { return [:] }
    return Dictionary(uniqueKeysWithValues: supported.map { ($0, self[$0] / total) })
  }

  /// The format whose interval of the cumulated shares over `supported` holds `fraction` (of 2^64).
  func pick(_ fraction: UInt64, among supported: [PromptFormat]) -> PromptFormat? {
    let total = supported.reduce(0) { $0 + self[$1] }
    if total <= 0 { return nil }
    var rest = Double(fraction) * 0x1p-64 * total
    var chosen: PromptFormat?
    for format in supported where self[format] > 0 {
      chosen = format
      rest -= self[format]
      if rest < 0 { break }
    }
    return chosen
  }
}

/// Which of the formats the instances of a task are asked in.
package enum FormatRule: Sendable, Equatable {
  /// Those that the stream has shares for.
  case stream
  /// Of these only those that ask for a rationale, for every instance that has one: a chain-of-thought set.
  case reasoned
  /// Those that the task's own source has shares for.
  case shares(FormatShares)
}

/// How often each format is wanted of a source's tasks, in any unit; all 0 means that the source does not
/// say.
package struct FormatWeights: Sendable, Equatable {
  /// Of zero-shot prompts.
  package var zeroShot = 0.0
  /// Of few-shot prompts.
  package var fewShot = 0.0
  /// Of zero-shot prompts that ask for reasons.
  package var zeroShotChainOfThought = 0.0
  /// Of few-shot prompts that give and ask for reasons.
  package var fewShotChainOfThought = 0.0

  /// Nothing said.
  package init() {}

  /// The weight of a format.
  package subscript(format: PromptFormat) -> Double {
    get {
      switch format {
      case .zeroShot: zeroShot
      case .fewShot: fewShot
      case .zeroShotChainOfThought: zeroShotChainOfThought
      case .fewShotChainOfThought: fewShotChainOfThought
      }
    }
    set {
      switch format {
      case .zeroShot: zeroShot = newValue
      case .fewShot: fewShot = newValue
      case .zeroShotChainOfThought: zeroShotChainOfThought = newValue
      case .fewShotChainOfThought: fewShotChainOfThought = newValue
      }
    }
  }

  /// The same as shares; `nil` where nothing is said, or where a weight is negative or not finite.
  package var shares: FormatShares? {
    try? FormatShares(Dictionary(uniqueKeysWithValues: PromptFormat.allCases.map { ($0, self[$0]) }))
  }
}

/// What can be wrong with the formats that a stream or a task is to have.
package enum FormatError: UserError, Equatable {
  /// Shares that are negative, not finite, or all 0.
  case badShares
  /// A task that supports none of the formats with a share.
  case unsupported(location: SourceLocation, task: String, supported: [String])

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .usage }

  /// The file, line and field, where there is one.
  package var location: SourceLocation? {
    if case .unsupported(let location, _, _) = self { location } else { nil }
  }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .badShares: "the format shares must be finite, not negative, and not all 0"
    case .unsupported(_, let task, let supported):
      "the task '\(task)' supports none of the formats with a share;"
        + " this instance supports \(supported.joined(separator: ", "))"
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    switch self {
    case .badShares: "Give at least one format a positive share."
    case .unsupported: "Give one of these formats a positive share, or leave the task out."
    }
  }
}
