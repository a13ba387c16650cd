import Foundation

/// Files besides recipes whose content the documentation shows; the built command reads them.
enum DocumentedFiles {
  /// What a block of JSON is, by its keys.
  enum Kind {
    /// A line of examples.
    case examples
    /// An evaluation suite.
    case suite
    /// Ways to show options.
    case options
    /// A study.
    case study

    /// What an object with these keys is.
    init?(keys: Set<String>) {
      if keys.contains("inputs"), keys.contains("targets") || keys.contains("target_ids") {
        self = .examples
      } else if keys.contains("prompting") {
        self = .suite
      } else if keys.contains("fixed"), keys.contains("random") {
        self = .options
      } else if keys.contains("verdicts") {
        self = .study
      } else {
        return nil
      }
    }
  }

  /// What the command says of a file with this text; `nil` where it reads it.
  static func problem(with text: String, as kind: Kind) throws -> String? {
    let world = try SmallWorld()
    let result: Command.Result
    switch kind {
    case .examples:
      try world.folder.write(
        text + "\n" + text.replacing("\"inputs\": \"", with: "\"inputs\": \"Once more: "), to: "e.jsonl")
      let source = "data.tasks=[{\"path\": \"e.jsonl\"}]"
      result = try world.run("validate", "recipe.json", source, "data.heldOutClusters=[]")
    case .suite:
      // The suite is read before the outputs, of which there are none of its own.
      try world.folder.write(text, to: "suite.json")
      try world.folder.write("", to: "outputs.jsonl")
      result = try world.run("eval", "--suite", "suite.json", "--predictions", "outputs.jsonl")
      return result.errors.contains("outputs.jsonl") ? nil : result.errors
    case .options:
      try world.folder.write(text, to: "templates/options.json")
      result = try world.run("templates", "templates")
    case .study:
      // Every step of it, of recipes that come with the program; nothing is run.
      try world.folder.write(text, to: "study.json")
      result = try world.run("study", "study.json", "--quick", "--dry-run")
    }
    return result.status == 0 ? nil : result.errors
  }
}
