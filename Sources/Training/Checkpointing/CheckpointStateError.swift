import Diagnostics

/// A checkpoint that is whole but does not fit the recipe.
package struct CheckpointStateError: UserError, Equatable {
  /// The checkpoint's folder or file.
  package let folder: String
  /// What does not fit.
  package let problem: String
  /// What to do about it.
  package var nextStep: String? = "Give the run the recipe that it was started with, or restart it."

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .data }

  /// Where it is.
  package var location: SourceLocation? { SourceLocation(file: folder) }
}

/// A run with checkpoints of which none is whole.
package struct NoWholeCheckpointError: UserError {
  /// The folder of checkpoints.
  package let folder: String
  /// What is wrong with the newest.
  package let newest: any UserError

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .data }

  /// Where it is.
  package var location: SourceLocation? { SourceLocation(file: folder) }

  /// What is wrong.
  package var problem: String {
    let place = newest.location.map { "\($0): " } ?? ""
    return "no checkpoint is whole, so there is nothing to go on from; the newest: \(place)\(newest.problem)"
  }

  /// What to do about it.
  package var nextStep: String? {
    "Copy a whole one there, or begin anew with --restart (which renames the old folder)."
  }
}
