/// The lists of templates that a family's file may have, by their keys.
package enum TemplateList: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// Questions alone, answered at once.
  case zeroShot = "zero-shot"
  /// Worked examples, then the question, answered at once.
  case fewShot = "few-shot"
  /// Questions alone, answered after a chain of thought.
  case zeroShotChainOfThought = "zero-shot-cot"
  /// Examples worked with a chain of thought, then the question.
  case fewShotChainOfThought = "few-shot-cot"
  /// The same as `zeroShotChainOfThought` for rationales of `RationaleKind.stream`.
  case zeroShotStream = "zero-shot-stream"
  /// The same as `fewShotChainOfThought` for rationales of `RationaleKind.stream`.
  case fewShotStream = "few-shot-stream"
  /// A definition and positive examples with their explanations, then the question, as Natural Instructions
  /// asks.
  case fewShotExplained = "few-shot-explained"

  /// The list that a format takes for rationales of `kind`.
  package init(_ format: PromptFormat, _ kind: InstructionTask.RationaleKind) {
    switch (format, kind) {
    case (.zeroShot, _): self = .zeroShot
    case (.fewShot, _): self = .fewShot
    case (.zeroShotChainOfThought, .reasoned): self = .zeroShotChainOfThought
    case (.zeroShotChainOfThought, .stream): self = .zeroShotStream
    case (.fewShotChainOfThought, .reasoned): self = .fewShotChainOfThought
    case (.fewShotChainOfThought, .stream): self = .fewShotStream
    }
  }

  /// The format that the list's templates are for.
  package var format: PromptFormat {
    switch self {
    case .zeroShot: .zeroShot
    case .fewShot, .fewShotExplained: .fewShot
    case .zeroShotChainOfThought, .zeroShotStream: .zeroShotChainOfThought
    case .fewShotChainOfThought, .fewShotStream: .fewShotChainOfThought
    }
  }

  /// The list that is taken where neither the family nor the general one has this list.
  var substitute: TemplateList? {
    switch self {
    case .zeroShotStream: .zeroShotChainOfThought
    case .fewShotStream: .fewShotChainOfThought
    default: nil
    }
  }
}
