import Diagnostics

/// A checkpoint that is whole but does not go with the recipe.
public struct CheckpointStateError: UserError, Equatable {
  /// The checkpoint's folder or file.
  public let folder: String
  /// What does not fit.
  public let problem: String
  /// What to do about it.
  public var nextStep: String? = "Give the run the recipe that it was started with, or restart it."

  /// The kind of failure, which decides the exit code.
  public var category: FailureCategory { .data }

  /// Where it is.
  public var location: SourceLocation? { SourceLocation(file: folder) }
}

/// A run with checkpoints of which none is whole.
public struct NoWholeCheckpointError: UserError {
  /// The folder of checkpoints.
  public let folder: String
  /// What is wrong with the newest.
  public let newest: any UserError

  /// The kind of failure, which decides the exit code.
  public var category: FailureCategory { .data }

  /// Where it is.
  public var location: SourceLocation? { SourceLocation(file: folder) }

  /// What is wrong.
  public var problem: String {
    let place = newest.location.map { "\($0): " } ?? ""
    return "no checkpoint is whole, so there is nothing to go on from; the newest: \(place)\(newest.problem)"
  }

  /// What to do about it.
  public var nextStep: String? {
    "Copy a whole one there, or begin anew with --restart (which renames the old folder)."
  }
}
