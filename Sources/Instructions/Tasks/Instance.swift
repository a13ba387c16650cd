/// One question of a task with its acceptable answers.
package struct Instance: Sendable, Equatable {
  /// The file's own name for it, if it has one.
  package var id: String?
  /// The input text; empty for pre-tokenised instances.
  package var input: String
  /// The acceptable outputs, at least one; any may be trained on, all count as right in an evaluation.
  package var references: [String]
  /// The reasoning that leads to the first reference; without it there is no chain of thought.
  package var rationale: String?
  /// The answers to choose from, in the order of the source; empty for an open question. A reference that is
  /// one of them is the option itself, word for word.
  package var options: [String]
  /// What to do, in words, where the instance has its own: several are paraphrases of each other, none takes
  /// the task's.
  package var definitions: [String]
  /// The answers that somebody would choose among who knows the kind of answer and no more; never shown to a
  /// model. Where there are none, `options` are these.
  package var candidates: [String]
  /// Further named texts that the task's own templates may use as `{name}`.
  package var fields: [String: String]
  /// Token ids instead of texts.
  package var tokens: TokenPair?
  /// The line in the task's file, counted from 1.
  package var line: Int

  /// An instance.
  package init(
    id: String? = nil, input: String, references: [String], rationale: String? = nil,
    options: [String] = [], candidates: [String] = [], definitions: [String] = [],
    fields: [String: String] = [:],
    tokens: TokenPair? = nil, line: Int = 1
  ) {
    self.id = id
    self.input = input
    self.references = references
    self.rationale = rationale
    self.options = options
    self.definitions = definitions
    self.candidates = candidates
    self.fields = fields
    self.tokens = tokens
    self.line = line
  }
}

/// Token ids of an instance that comes tokenised, without the end-of-sequence id.
package struct TokenPair: Sendable, Equatable {
  /// The prompt's ids.
  package var inputs: [Int32]
  /// The target's ids.
  package var targets: [Int32]
  /// Whether nothing follows in the instance's text: `false` for a piece of a document that goes on.
  package var endsText: Bool

  /// A pair.
  package init(inputs: [Int32], targets: [Int32], endsText: Bool = true) {
    self.inputs = inputs
    self.targets = targets
    self.endsText = endsText
  }
}

/// An example that is shown in prompts, with its answer.
package struct WorkedExample: Sendable, Equatable {
  /// The input text.
  package var input: String
  /// The right output.
  package var output: String
  /// Why it is right, in the words of the task's author; not reasoning that leads to the answer.
  package var explanation: String?
  /// The reasoning that leads to the output.
  package var rationale: String?

  /// A worked example.
  package init(input: String, output: String, explanation: String? = nil, rationale: String? = nil) {
    self.input = input
    self.output = output
    self.explanation = explanation
    self.rationale = rationale
  }
}
