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
