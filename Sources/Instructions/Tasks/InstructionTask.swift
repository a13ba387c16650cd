import Diagnostics

/// One task: what is asked, and the instances to learn it from.
public struct InstructionTask: Sendable {
  /// How an instance's input becomes a prompt.
  public enum PromptStyle: String, Sendable, Codable, CaseIterable {
    /// Inputs are raw; templates of every format are put around them.
    case templated
    /// Inputs are finished prompts and are used as they are; no exemplars are put before them.
    case complete
  }

  /// How the rationales of a task were written.
  public enum RationaleKind: String, Sendable, Codable, CaseIterable {
    /// Steps that lead to the answer.
    case reasoned
    /// Loose thoughts that circle around the answer; they get templates of their own, so that careful reasoning is not
    /// unlearned (Flan calls these sets "stream").
    case stream
  }

  /// The name, unique in a collection.
  public var name: String
  /// The kind of task; whole clusters can be held out.
  public var cluster: String
  /// The kind of templates that suit it, such as `natural-language-inference`; `nil` takes the general ones.
  public var family: String?
  /// The part of the mixture that the source says it belongs to.
  public var subMixture: String?
  /// How its rationales were written.
  public var rationaleKind: RationaleKind
  /// What to do, in words: several are paraphrases of each other, none means that the input says it all.
  public var definitions: [String]
  /// Whether every instance says itself what to do (`Instance.definitions`).
  public var definesEveryInstance = false
  /// The instances, in the file's order.
  public var instances: InstanceList
  /// Examples shown to the model in few-shot prompts and never asked.
  public var positiveExamples: [WorkedExample]
  /// The task's own zero-shot templates.
  public var templates: [ZeroShotTemplate]
  /// Which formats its instances are asked in.
  public var formatRule = FormatRule.stream
  /// How inputs become prompts.
  public var promptStyle: PromptStyle
  /// What judges its answers when it is held out; `nil` goes by the kind of answer.
  public var metric: AnswerMetric?
  /// Where the task was read from.
  public var origin: SourceLocation
  /// The files in which the task goes on, where it has more than one.
  public var furtherFiles: [FurtherFile] = []
  /// The index of the first instance that is from a validation file: it and those after it are held out; `nil` where no
  /// file was named for validation.
  public var validationStart: Int?
  /// What of the file was left out, and why.
  public var skipped: [SkippedInstance]
  /// Fields of its examples that hold text and are not read.
  public var unreadFields: [String] = []
  /// Fields that some examples of the file lack although its first has them, and how many: they count as blank.
  public var absentFields: [String: Int] = [:]
  /// What its source took to be so when it read it, in words, for the user to confirm.
  public var notes: [String] = []
  /// What was left out besides `skipped`, which of very large files lists only the first.
  public var unlistedSkips: [DropReason: Int] = [:]

  /// A task.
  public init(
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
  public var skippedCount: Int { unlistedSkips.values.reduce(skipped.count, +) }

  /// The place of an instance: file and line, with its number or id as the field.
  public func location(ofInstance index: Int) -> SourceLocation {
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
public struct FurtherFile: Sendable, Equatable {
  /// The index of the first instance that is from it.
  public let firstInstance: Int
  /// The file's path.
  public let path: String

  /// A further file.
  public init(firstInstance: Int, path: String) {
    self.firstInstance = firstInstance
    self.path = path
  }
}

/// An instance that a source left out of its task.
public struct SkippedInstance: Sendable, Equatable {
  /// Where it stands.
  public let location: SourceLocation
  /// Why it is of no use.
  public let reason: DropReason

  /// A left-out instance.
  public init(location: SourceLocation, reason: DropReason) {
    self.location = location
    self.reason = reason
  }
}
