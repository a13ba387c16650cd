import Diagnostics

/// Training has left the finite numbers; nothing of the step has been saved.
public struct DivergenceError: UserError, Equatable {
  /// The step, counted from 1.
  public let step: Int
  /// The step's loss per target token.
  public let loss: Double
  /// The norm of all gradients.
  public let gradientNorm: Double
  /// The first parameter that holds a value that is not finite.
  public let parameter: String?
  /// The tasks of the step's examples.
  public let tasks: [String]
  /// The last step that has a checkpoint.
  public let lastCheckpoint: Int?

  /// The kind of failure, which decides the exit code.
  public var category: FailureCategory { .diverged }

  /// Where it is.
  public var location: SourceLocation? { nil }

  /// What is wrong.
  public var problem: String {
    var text = "training diverged at step \(step): loss \(loss), gradient norm \(gradientNorm)"
    if let parameter { text += "; first parameter that is not finite: \(parameter)" }
    return text + "; tasks of the step: \(tasks.prefix(8).joined(separator: ", "))"
  }

  /// What to do about it.
  public var nextStep: String? {
    let rate = "Lower optimizer.learningRate"
    return lastCheckpoint.map { "\(rate) and start from the checkpoint of step \($0)." } ?? "\(rate)."
  }
}
