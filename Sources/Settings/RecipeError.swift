import Diagnostics
import JSON

/// What can be wrong with a recipe or with what the command line changes in it.
package enum RecipeError: UserError, Equatable {
  /// The text is not JSON, or a value has the wrong type or size.
  case json(JSONError)
  /// A key that no setting has; `advice` says what was probably meant.
  case unknownKey(location: SourceLocation, key: String, advice: String)
  /// A word that the setting does not know.
  case unknownChoice(location: SourceLocation, value: String, valid: [String])
  /// Settings that are each fine but do not go together.
  case contradiction(location: SourceLocation, problem: String, nextStep: String)
  /// An override that is not `dotted.key=value`.
  case malformedOverride(text: String)
  /// No recipe is at the path, nor among those that come with the program.
  case notFound(path: String, similar: String?, shipped: [String])
  /// A file or folder that the recipe names is nowhere to be found; `tried` are the full paths.
  case missingInput(location: SourceLocation, path: String, tried: [String], similar: String?)

  /// No file is of the pattern; `folder` is the deepest one on the way that is there, and `names` are what it
  /// holds.
  case noMatch(location: SourceLocation, pattern: String, folder: String, names: [String], similar: String?)

  /// The name that stands for the command line in locations.
  package static let commandLine = "command line"

  /// The recipe or the command line is wrong; a missing input is wrong data.
  package var category: FailureCategory {
    switch self {
    case .missingInput, .noMatch: .data
    default: .usage
    }
  }

  /// The place in the recipe, or `command line`.
  package var location: SourceLocation? {
    var place: SourceLocation?
    switch self {
    case .json(let error): place = error.location
    case .unknownKey(let location, _, _), .unknownChoice(let location, _, _),
      .contradiction(let location, _, _), .missingInput(let location, _, _, _),
      .noMatch(let location, _, _, _, _):
      place = location
    case .malformedOverride: place = SourceLocation(file: RecipeError.commandLine)
    case .notFound(let path, _, _): place = SourceLocation(file: path)
    }
    if place?.file == RecipeError.commandLine {
      place?.line = nil
      place?.column = nil
    }
    return place
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .json(let error): error.problem
    case .unknownKey(_, let key, _): "there is no setting '\(key)'"
    case .unknownChoice(_, let value, let valid):
      "is '\(value)' but must be one of \(valid.map { "'\($0)'" }.joined(separator: ", "))"
    case .contradiction(_, let problem, _): problem
    case .malformedOverride(let text): "'\(text)' is not of the form dotted.key=value"
    case .notFound: "there is no such recipe"
    case .missingInput(_, let path, let tried, _):
      "'\(path)' is not there; looked for \(tried.joined(separator: ", "))"
    case .noMatch(_, let pattern, let folder, let names, _):
      "nothing matches '\(pattern)'; \(folder) holds \(Self.listed(names))"
    }
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return names.isEmpty ? "nothing" : shown + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .json(let error): error.nextStep
    case .unknownKey(_, _, let advice): advice
    case .unknownChoice(_, let value, let valid):
      NearestName.suggestion(for: value, in: valid).map { "Did you mean '\($0)'?" }
    case .contradiction(_, _, let nextStep): nextStep
    case .malformedOverride: "Write for example train.steps=200, without spaces around '='."
    case .notFound(_, let similar?, _): "Did you mean '\(similar)'?"
    case .notFound(_, nil, let shipped):
      shipped.isEmpty ? "Check the path." : "These come with the program: \(shipped.joined(separator: ", "))."
    case .missingInput(_, _, _, let similar?), .noMatch(_, _, _, _, let similar?):
      "Did you mean '\(similar)'?"
    case .missingInput: "Put it there, or name another path."
    case .noMatch: "Check the pattern: * stands for any letters of a name, ? for one, ** for any folders."
    }
  }
}
