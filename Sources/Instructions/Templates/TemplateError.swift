import Diagnostics

/// What can be wrong with a template.
public enum TemplateError: UserError, Equatable {
  /// A placeholder names no field of the task.
  case unknownPlaceholder(location: SourceLocation, name: String, valid: [String])
  /// A brace that opens or closes no placeholder.
  case strayBrace(location: SourceLocation, template: String)
  /// A prompt that shows nothing of the instance.
  case showsNoInput(location: SourceLocation, template: String)
  /// A template set without any template for a format.
  case missingFormat(location: SourceLocation, format: String)
  /// Two templates of a set have one name.
  case duplicateName(location: SourceLocation, name: String)

  /// The kind of failure, which decides the exit code.
  public var category: FailureCategory { .data }

  /// The file, line and field, where there is one.
  public var location: SourceLocation? {
    switch self {
    case .unknownPlaceholder(let place, _, _), .strayBrace(let place, _), .showsNoInput(let place, _),
      .missingFormat(let place, _), .duplicateName(let place, _):
      place
    }
  }

  /// What is wrong, in one sentence.
  public var problem: String {
    switch self {
    case .unknownPlaceholder(_, let name, _): "the placeholder {\(name)} names no field"
    case .strayBrace(_, let template): "a brace stands alone in the template '\(template)'"
    case .showsNoInput(_, let template):
      "the prompt '\(template)' has no placeholder for the instance, so every question would look the same"
    case .missingFormat(_, let format): "the template set has nothing for the format '\(format)'"
    case .duplicateName(_, let name): "two templates are named '\(name)'"
    }
  }

  /// What to do next, in one sentence.
  public var nextStep: String? {
    switch self {
    case .unknownPlaceholder(_, let name, let valid): NearestName.advice(for: name, in: valid)
    case .strayBrace: "Write {{ and }} for braces that are part of the text."
    case .showsNoInput: "Add {input}."
    case .missingFormat: "Add at least one template for it."
    case .duplicateName: "Give each its own name."
    }
  }
}
