import Diagnostics

/// What can be wrong with a template.
package enum TemplateError: UserError, Equatable {
  /// A placeholder names no field of the task.
  case unknownPlaceholder(location: SourceLocation, name: String, valid: [String])
  /// A brace that opens or closes no placeholder.
  case strayBrace(location: SourceLocation, template: String)
  /// A prompt that shows nothing of the instance.
  case showsNoInput(location: SourceLocation, template: String)
  /// An exemplar's output that does not show the answer.
  case showsNoOutput(location: SourceLocation, template: String)
  /// An inversion that asks for what it gives, or for the answer alone.
  case invertsNothing(location: SourceLocation, template: String)
  /// A template set without any template for a format.
  case missingFormat(location: SourceLocation, format: String)
  /// Two templates of a set have one name.
  case duplicateName(location: SourceLocation, name: String)
  /// Two templates of a list are the same.
  case duplicateText(location: SourceLocation, first: SourceLocation)
  /// A marker of options that cannot be seen, or that numbers them twice.
  case badMarker(location: SourceLocation, marker: String)
  /// A task is of a family that no file is about.
  case unknownFamily(location: SourceLocation, task: String, family: String, valid: [String])
  /// A folder has no file for tasks without a family.
  case noGeneralFamily(folder: String)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .data }

  /// The file, line and field, where there is one.
  package var location: SourceLocation? {
    switch self {
    case .unknownPlaceholder(let place, _, _), .strayBrace(let place, _), .showsNoInput(let place, _),
      .showsNoOutput(let place, _), .invertsNothing(let place, _), .missingFormat(let place, _),
      .duplicateName(let place, _), .duplicateText(let place, _), .badMarker(let place, _),
      .unknownFamily(let place, _, _, _):
      place
    case .noGeneralFamily(let folder): SourceLocation(file: folder)
    }
  }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .unknownPlaceholder(_, let name, _): "the placeholder {\(name)} names no field"
    case .strayBrace(_, let template): "a brace stands alone in the template '\(template)'"
    case .showsNoInput(_, let template):
      "the prompt '\(template)' has no placeholder for the instance, so every question would look the same"
    case .showsNoOutput(_, let template): "the output '\(template)' does not show the answer"
    case .invertsNothing(_, let template):
      "'\(template)' gives away what is asked, or asks for the answer alone"
    case .missingFormat(_, let format): "the template set has nothing for the format '\(format)'"
    case .duplicateName(_, let name): "two templates are named '\(name)'"
    case .duplicateText(_, let first): "is the same as the template at \(first)"
    case .badMarker(_, let marker): "the marker '\(marker)' does not tell options apart"
    case .unknownFamily(_, let task, let family, _):
      "the task '\(task)' is of the family '\(family)', which has no templates"
    case .noGeneralFamily: "has no templates for tasks without a family"
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    switch self {
    case .unknownPlaceholder(_, let name, let valid): NearestName.advice(for: name, in: valid)
    case .strayBrace: "Write {{ and }} for braces that are part of the text."
    case .showsNoInput: "Add {input}."
    case .showsNoOutput: "Add {output}."
    case .invertsNothing: "Ask for {input} or {rationale}, and show something else."
    case .missingFormat(_, let format):
      format.hasPrefix("zero-shot")
        ? "Add a template with {definition} and one without."
        : "Add at least one template for it, with {definition} nowhere but in its preamble."
    case .duplicateName: "Give each its own name."
    case .duplicateText: "Keep one of the two."
    case .badMarker: "Write a visible mark, with at most one of {A}, {a}, {1}, {I} and {i}."
    case .unknownFamily(_, _, let family, let valid): NearestName.advice(for: family, in: valid)
    case .noGeneralFamily: "Add a file 'general.json'."
    }
  }
}
