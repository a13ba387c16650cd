import Diagnostics
import Instructions
import Recipes
import Runs
import Setup
import Tokenization

/// Makes the lines of a conversation into prompts of one of the four formats.
///
/// Templates and worked examples are those of the model's run; a model that belongs to no run has the
/// templates that come with the program, and no worked examples. Both are read when a format first needs
/// them.
package final class ConversationPrompts {
  /// What is read of a run, or comes with the program.
  private struct Material {
    let questions: FreeQuestions
    let tasks: [TaskSplit]
  }

  /// The format that lines are asked in.
  package private(set) var format = PromptFormat.zeroShot
  /// The task whose worked examples are shown; chosen by the user, else the first that has such as the format
  /// needs.
  package private(set) var task: String?

  private let path: String
  private let run: RunFolder?
  private let tokenizer: any Tokenizer
  private var material: Material?

  /// - Parameter path: the model as the user named it.
  /// - Throws: an error about the folder where it has no tokenizer.
  package init(_ found: ModelLocator.Found, path: String, model: InferenceModel) throws {
    self.path = path
    run = found.run
    tokenizer = try model.requireTokenizer()
  }

  /// The prompt of a line.
  /// - Throws: `ConversationError`, and what reading the run's recipe, templates and tasks throws.
  package func prompt(_ line: String) throws -> String { try prompt(line, format, task) }

  /// Asks lines in another format from now on; where it cannot be, nothing changes.
  /// - Throws: see `prompt(_:)`; `ConversationError.unknownFormat`.
  package func setFormat(_ name: String) throws {
    let names = PromptFormat.allCases.map(\.rawValue)
    guard let format = PromptFormat(rawValue: name) else {
      throw ConversationError.unknownFormat(name: name, valid: names)
    }
    if format.hasExemplars {
      let chosen = task
      if let chosen, try !tasks().contains(where: { $0.task.name == chosen }) { task = nil }
      task = try task ?? firstTask(for: format)
    }
    _ = try prompt("", format, task)
    self.format = format
  }

  /// Shows worked examples of another task from now on; where it has none, nothing changes.
  /// - Throws: see `prompt(_:)`; `TaskDataError.unknownTask`.
  package func setTask(_ name: String) throws {
    let names = try tasks().map(\.task.name)
    if !names.contains(name) { throw TaskDataError.unknownTask(name: name, valid: names) }
    if format.hasExemplars { _ = try prompt("", format, name) }
    task = name
  }

  private func prompt(_ line: String, _ format: PromptFormat, _ task: String?) throws -> String {
    if format == .zeroShot { return line }
    let questions = try read().questions
    guard format.hasExemplars else { return questions.prompt(line, reasons: true) }
    guard let split = try tasks().first(where: { $0.task.name == task }),
      let prompt = try questions.prompt(line, after: split, reasons: format.hasRationale)
    else { throw ConversationError.noExemplars(format: format, task: task) }
    return prompt
  }

  private func firstTask(for format: PromptFormat) throws -> String {
    let questions = try read().questions
    let first = try tasks().first { split in
      try questions.prompt("", after: split, reasons: format.hasRationale) != nil
    }
    guard let first else { throw ConversationError.noExemplars(format: format, task: nil) }
    return first.task.name
  }

  /// The run's tasks, those that were trained on first.
  private func tasks() throws -> [TaskSplit] {
    if run == nil { throw ConversationError.noRun(path: path) }
    return try read().tasks
  }

  private func read() throws -> Material {
    if let material { return material }
    let made = try run.map(material(of:)) ?? shippedMaterial()
    material = made
    return made
  }

  private func material(of run: RunFolder) throws -> Material {
    let source = try InspectionSource(run.path, overrides: [])
    let inputs = RecipeInputs(of: source.loaded, recipeFile: source.recipeFile)
    let templates = try TrainingTemplates(source.loaded, inputs: inputs)
    let tasks = try TaskCollection(TaskSourceReader(source.loaded, inputs: inputs).read().tasks)
    let split = try EvaluationData.split(tasks, source.loaded, requiresTraining: false)
    return Material(
      questions: FreeQuestions(
        templates: templates.library, tokenizer: tokenizer,
        configuration: try ExampleStream.Configuration(source.loaded.recipe)),
      tasks: split.trained + split.heldOutTasks)
  }

  private func shippedMaterial() throws -> Material {
    guard let folder = ShippedData.folder(ShippedData.templates) else {
      throw ConversationError.noTemplates
    }
    return Material(
      questions: FreeQuestions(
        templates: try TemplateLibrary.read([folder]), tokenizer: tokenizer,
        configuration: ExampleStream.Configuration()),
      tasks: [])
  }
}

/// Why a line cannot be asked in a format.
package enum ConversationError: UserError, Equatable {
  /// No format is called so.
  case unknownFormat(name: String, valid: [String])
  /// The model belongs to no run, so that there are no tasks to take worked examples of.
  case noRun(path: String)
  /// The task, or any, has no worked examples of that kind that fit.
  case noExemplars(format: PromptFormat, task: String?)
  /// The templates that come with the program are not where they are installed.
  case noTemplates

  /// The wish is wrong, or the program is not whole.
  package var category: FailureCategory { .usage }
  /// A model's folder.
  package var location: SourceLocation? {
    if case .noRun(let path) = self { SourceLocation(file: path) } else { nil }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .unknownFormat(let name, _): "there is no format '\(name)'"
    case .noRun: "belongs to no run, so there are no tasks to take worked examples of"
    case .noExemplars(let format, let task?):
      "the task '\(task)' has no worked examples for \(format.rawValue)"
    case .noExemplars(let format, nil): "no task of the run has worked examples for \(format.rawValue)"
    case .noTemplates:
      "the templates that come with the program are not where they are installed (Data/Templates)"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .unknownFormat(let name, let valid):
      NearestName.suggestion(for: name, in: valid).map { "Did you mean '\($0)'?" }
        ?? "Formats: \(valid.joined(separator: ", "))."
    case .noRun: "Write the examples into the line, or name a run."
    case .noExemplars(let format, _):
      "Choose another task or format"
        + (format.hasRationale ? "; these need examples with rationales that fit packing.inputLength." : ".")
    case .noTemplates: "Install the program again."
    }
  }
}
