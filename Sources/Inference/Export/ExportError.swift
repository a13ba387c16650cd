import Diagnostics

/// Why a model is not exported.
package enum ExportError: UserError, Equatable {
  /// The destination is an empty text.
  case noName
  /// A model folder is there.
  case exists(path: String)
  /// Something is there that is never replaced.
  case inTheWay(path: String, kind: String)
  /// The model has no trainer's state beside it.
  case noOptimizerState(folder: String)
  /// The user asked to stop.
  case stopped(destination: String)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    switch self {
    case .noName, .exists, .inTheWay: .usage
    case .noOptimizerState: .data
    case .stopped: .stopped
    }
  }

  /// Where it is.
  package var location: SourceLocation? {
    switch self {
    case .noName: nil
    case .exists(let path), .inTheWay(let path, _), .noOptimizerState(let path), .stopped(let path):
      SourceLocation(file: path)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .noName: "the folder to write has no name"
    case .exists: "is there already"
    case .inTheWay(_, let kind): "is in the way: it is \(kind), which is never replaced"
    case .noOptimizerState: "has no optimizer state (trainer.h5)"
    case .stopped: "stopped on request; nothing has been written"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .noName: "Name a folder that is not there yet."
    case .exists: "Choose another folder, or replace it with --force."
    case .inTheWay: "Choose another folder."
    case .noOptimizerState: "Name a run or one of its checkpoints, or leave --optimizer-state out."
    case .stopped: nil
    }
  }
}
