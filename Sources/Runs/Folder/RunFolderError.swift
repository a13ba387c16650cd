import Diagnostics
import Recipes

/// Why a run cannot be written where it should be.
package enum RunFolderError: UserError, Equatable {
  /// The folder holds a run of another recipe, or of files with other content.
  case recipeChanged(path: String, difference: RecipeDifference, inputs: [PassportDifference.Input] = [])
  /// Something else is where the run should be written.
  case notARun(path: String)
  /// The folder that was named as a run is none.
  case noRun(path: String)
  /// A process ended after it had made the folder and before the run began.
  case notBegun(path: String)
  /// The run has checkpoints but no `run.json`.
  case noPassport(path: String)
  /// A file of the run cannot be read as what it should be.
  case damaged(path: String, problem: String)
  /// Another process is at work on the run; `holder` is what it says of itself.
  case inUse(path: String, holder: String?)
  /// The folder has been removed or renamed while the run was writing to it.
  case vanished(path: String)

  /// A run that is in the way is a matter of usage; a file that cannot be read is wrong data.
  package var category: FailureCategory {
    switch self {
    case .recipeChanged, .notARun: .usage
    case .noRun, .notBegun, .noPassport, .damaged: .data
    case .inUse: .failure
    case .vanished: .inputOutput
    }
  }

  /// The folder or file.
  package var location: SourceLocation? {
    switch self {
    case .recipeChanged(let path, _, _), .notARun(let path), .noRun(let path), .notBegun(let path),
      .noPassport(let path),
      .damaged(let path, _),
      .inUse(let path, _), .vanished(let path):
      SourceLocation(file: path)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .recipeChanged(_, let difference, let inputs):
      "holds a run of \(difference.isEmpty ? "files with other content" : "another recipe"); nothing has been "
        + "overwritten\n"
        + (difference.changes.map(\.description) + inputs.map(\.description)).map { "    \($0)" }
        .joined(separator: "\n")
    case .notARun: "is in the way: it is not the folder of a run"
    case .noRun: "is not the folder of a run: it has no resolved.json"
    case .notBegun: "holds a run that has not begun: it has no run.json"
    case .noPassport: "holds a run whose run.json is missing"
    case .damaged(_, let problem): problem
    case .inUse(_, let holder): "is being written by \(holder ?? "another process")"
    case .vanished: "has been removed, renamed or replaced while the run was writing to it"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .recipeChanged(_, let difference, let inputs):
      "Take the changes back, choose another name=..., allow them by key (--allow-change "
        + "\((difference.changes.map(\.key) + inputs.map(\.key)).first ?? "")), or restart (which renames the old folder)."
    case .notARun: "Move it away, or choose another name=... or output.folder=...."
    case .noRun: "Name the folder of a run, such as runs/flan-small."
    case .notBegun: "Start it by its recipe: flan-train RECIPE goes on in the folder that is there."
    case .noPassport:
      "Put the file back, or go on by the run's recipe: flan-train RECIPE makes a new one, from the next step on."
    case .damaged: "Restore the file, or restart (which renames the old folder)."
    case .inUse: "Wait for it or end it (SIGTERM lets it write a checkpoint), or choose another name=...."
    case .vanished:
      "Where it was only renamed, resume it under its new name; nothing after its last checkpoint is in it."
    }
  }
}
