import Diagnostics

/// One task: what is asked, and the instances to learn it from.
public struct InstructionTask: Sendable {
  /// How an instance's input becomes a prompt.
  public enum PromptStyle: Sendable, Equatable {
    /// Inputs are raw; templates of every format are put around them.
    case templated
    /// Inputs are finished prompts and are used as they are; no exemplars are put before them.
    case complete
  }

  /// The name, unique in a collection.
  public var name: String
  /// The kind of task; whole clusters can be held out.
  public var cluster: String
  /// What to do, in words: several are paraphrases of each other, none means that the input says it all.
  public var definitions: [String]
  /// The instances, in the file's order.
  public var instances: [Instance]
  /// Examples shown to the model in few-shot prompts and never asked.
  public var positiveExamples: [WorkedExample]
  /// The task's own zero-shot templates.
  public var templates: [ZeroShotTemplate]
  /// How inputs become prompts.
  public var promptStyle: PromptStyle
  /// Where the task was read from.
  public var origin: SourceLocation
  /// What of the file was left out, and why.
  public var skipped: [SkippedInstance]

  /// A task.
  public init(
    name: String, cluster: String, definitions: [String] = [], instances: [Instance],
    positiveExamples: [WorkedExample] = [], templates: [ZeroShotTemplate] = [],
    promptStyle: PromptStyle = .templated, origin: SourceLocation, skipped: [SkippedInstance] = []
  ) {
    self.name = name
    self.cluster = cluster
    self.definitions = definitions
    self.instances = instances
    self.positiveExamples = positiveExamples
    self.templates = templates
    self.promptStyle = promptStyle
    self.origin = origin
    self.skipped = skipped
  }

  /// The place of an instance: file and line, with its number or id as the field.
  public func location(ofInstance index: Int) -> SourceLocation {
    var place = origin
    place.field = "instance \(index)"
    if instances.indices.contains(index) {
      place.line = instances[index].line
      if let id = instances[index].id { place.field = "instance '\(id)'" }
    }
    return place
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
