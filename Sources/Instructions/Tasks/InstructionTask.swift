import Diagnostics

/// One task: what is asked, and the instances to learn it from.
package struct InstructionTask: Sendable {
  /// How an instance's input becomes a prompt.
  package enum PromptStyle: String, Sendable, Codable, CaseIterable {
    /// Inputs are raw; templates of every format are put around them.
    case templated
    /// Inputs are finished prompts and are used as they are; no exemplars are put before them.
    case complete
  }

  /// How the rationales of a task were written.
  package enum RationaleKind: String, Sendable, Codable, CaseIterable {
    /// Steps that lead to the answer.
    case reasoned
    /// Loose thoughts that circle around the answer; they get templates of their own, so that careful
    /// reasoning is not unlearned (Flan calls these sets "stream").
    case stream
  }

  /// The name, unique in a collection.
  package var name: String
  /// The kind of task; whole clusters can be held out.
  package var cluster: String
  /// The kind of templates that suit it, such as `natural-language-inference`; `nil` takes the general ones.
  package var family: String?
  /// The part of the mixture that the source says it belongs to.
  package var subMixture: String?
  /// How its rationales were written.
  package var rationaleKind: RationaleKind
  /// What to do, in words: several are paraphrases of each other, none means that the input says it all.
  package var definitions: [String]
  /// Whether every instance says itself what to do (`Instance.definitions`).
  package var definesEveryInstance = false
  /// The instances, in the file's order.
  package var instances: InstanceList
  /// Examples shown to the model in few-shot prompts and never asked.
  package var positiveExamples: [WorkedExample]
  /// The task's own zero-shot templates.
  package var templates: [ZeroShotTemplate]
  /// Which formats its instances are asked in.
  package var formatRule = FormatRule.stream
  /// How inputs become prompts.
  package var promptStyle: PromptStyle
  /// Whether its instances are documents, which have no references: they are learned from by an objective of
  /// pre-training.
  package var holdsDocuments = false
  /// How its documents become examples, once they are cut into pieces; `nil` for questions with answers.
  package var objective: TextObjective?
  /// What judges its answers when it is held out; `nil` lets the kind of answer decide.
  package var metric: AnswerMetric?
  /// Where the task was read from.
  package var origin: SourceLocation
  /// The files in which the task goes on, where it has more than one.
  package var furtherFiles: [FurtherFile] = []
  /// The index of the first instance that is from a validation file: it and those after it are held out;
  /// `nil` where no file was named for validation.
  package var validationStart: Int?
  /// What of the file was left out, and why.
  package var skipped: [SkippedInstance]
  /// Fields of its examples that hold text and are not read.
  package var unreadFields: [String] = []
  /// Fields that some examples of the file lack although its first has them, and how many: they count as
  /// blank.
  package var absentFields: [String: Int] = [:]
  /// What its source took to be so when it read it, in words, for the user to confirm.
  package var notes: [String] = []
  /// What was left out besides `skipped`, which of very large files lists only the first.
  package var unlistedSkips: [DropReason: Int] = [:]

  /// A task.
  package init(
    name: String, cluster: String, family: String? = nil, rationaleKind: RationaleKind = .reasoned,
    definitions: [String] = [], instances: [Instance],
    positiveExamples: [WorkedExample] = [], templates: [ZeroShotTemplate] = [],
    promptStyle: PromptStyle = .templated, origin: SourceLocation, skipped: [SkippedInstance] = []
  ) {
    self.name = name
    self.cluster = cluster
    self.family = family
    self.rationaleKind = rationaleKind
    self.definitions = definitions
    self.instances = InstanceList(instances)
    self.positiveExamples = positiveExamples
    self.templates = templates
    self.promptStyle = promptStyle
    self.origin = origin
    self.skipped = skipped
  }

  /// Of how much a definition holds.
  var definitionScope: DefinitionScope {
    definesEveryInstance ? .instance : definitions.isEmpty ? .none : .task
  }

  /// How many instances were left out.
  package var skippedCount: Int { unlistedSkips.values.reduce(skipped.count, +) }

  /// The place of an instance: file and line, with its number or id as the field.
  package func location(ofInstance index: Int) -> SourceLocation {
    var place = origin
    if let part = furtherFiles.last(where: { $0.firstInstance <= index }) { place.file = part.path }
    place.field = "instance \(index)"
    if instances.indices.contains(index) {
      place.line = instances[index].line
      if let id = instances[index].id { place.field = "instance '\(id)'" }
    }
    return place
  }
}

/// A file in which a task goes on.
package struct FurtherFile: Sendable, Equatable {
  /// The index of the first instance that is from it.
  package let firstInstance: Int
  /// The file's path.
  package let path: String

  /// A further file.
  package init(firstInstance: Int, path: String) {
    self.firstInstance = firstInstance
    self.path = path
  }
}

/// An instance that a source left out of its task.
package struct SkippedInstance: Sendable, Equatable {
  /// Where it stands.
  package let location: SourceLocation
  /// Why it is of no use.
  package let reason: DropReason

  /// A left-out instance.
  package init(location: SourceLocation, reason: DropReason) {
    self.location = location
    self.reason = reason
  }
}

/// Why an example was not trained on.
package enum DropReason: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// The target is empty or only white space.
  case blankTarget
  /// The input is empty or only white space.
  case blankInput
  /// Each instance says what to do itself, and this one does not.
  case blankDefinition
  /// A document that is empty or only white space.
  case blankText
  /// A document of fewer tokens than its objective needs.
  case tooShort
  /// A question that has no answer, where the task needs one.
  case unanswerable
  /// It has held-out texts, and the recipe has such instances taken out.
  case heldOutText
  /// Longer than a row, where the policy is to drop such examples.
  case tooLong
  /// No row of the step had room left.
  case unpacked
}
