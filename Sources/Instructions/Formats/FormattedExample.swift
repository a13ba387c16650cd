/// Where an example comes from: enough to make it again.
package struct Provenance: Sendable, Hashable, Codable {
  /// The task's name.
  package var task: String
  /// The index of the instance in the task.
  package var instance: Int
  /// The form in which it is asked; of an inverted example, the form for which it was drawn.
  package var format: PromptFormat
  /// The name of the template; of mixed templates, the question's.
  package var template: String
  /// The worked examples before the question, in order.
  package var exemplars: [Exemplar]
  /// How the exemplars are written; `nil` without any.
  package var exemplarForm: ExemplarForm?
  /// The style in which the answers to choose from are shown; `nil` where none are.
  package var optionStyle: String?
  /// What is asked for where it is not the answer.
  package var inversion: InversionTemplate.Kind?
  /// Whether exemplars were asked for but not one fitted, so that the question stands alone.
  package var lostExemplars: Bool
  /// The position in the stream; `nil` for evaluation examples.
  package var position: Int?

  /// A provenance.
  package init(
    task: String, instance: Int, format: PromptFormat, template: String, exemplars: [Exemplar] = [],
    exemplarForm: ExemplarForm? = nil, optionStyle: String? = nil,
    inversion: InversionTemplate.Kind? = nil, lostExemplars: Bool = false, position: Int? = nil
  ) {
    self.task = task
    self.instance = instance
    self.format = format
    self.template = template
    self.exemplars = exemplars
    self.exemplarForm = exemplarForm
    self.optionStyle = optionStyle
    self.inversion = inversion
    self.lostExemplars = lostExemplars
    self.position = position
  }

  /// Flan's name for the kind of template: `zs_opt`, `zs_noopt`, `fs_opt`, `fs_noopt`.
  package var templateType: String {
    (format.hasExemplars ? "fs" : "zs") + (optionStyle == nil ? "_noopt" : "_opt")
  }

  /// A worked example of a task.
  package enum Exemplar: Sendable, Hashable, Codable {
    /// One of the task's positive examples, by index.
    case positive(Int)
    /// One of the task's instances, by index.
    case instance(Int)
  }

  /// How the worked examples of a prompt are written.
  package enum ExemplarForm: String, Sendable, Codable, CaseIterable {
    /// All by the template of the question.
    case same
    /// Each by a template of its own.
    case mixed
    /// With explanations of why they are right.
    case explained
  }
}

/// One question as the model sees it, and what it should say.
package struct FormattedExample: Sendable, Equatable {
  /// The prompt's text.
  package var prompt: String
  /// The decoder's text.
  package var target: String
  /// The acceptable answers, without rationale or closing sentence.
  package var references: [String]
  /// Where it comes from.
  package var provenance: Provenance
}

/// A formatted example as token ids, both sides ending in the end-of-sequence id, but for targets that go on;
/// not yet cut to a row.
package struct TokenizedExample: Sendable, Equatable {
  /// The prompt's ids.
  package var inputs: [Int32]
  /// The decoder's target ids.
  package var targets: [Int32]
  /// Whether the target ends in the end-of-sequence id: `false` inside a document that goes on.
  package var targetEnds: Bool
  /// The acceptable answers, without rationale or closing sentence.
  package var references: [String]
  /// Where it comes from.
  package var provenance: Provenance

  /// A tokenised example.
  package init(
    inputs: [Int32], targets: [Int32], targetEnds: Bool = true, references: [String] = [],
    provenance: Provenance
  ) {
    self.inputs = inputs
    self.targets = targets
    self.targetEnds = targetEnds
    self.references = references
    self.provenance = provenance
  }
}
