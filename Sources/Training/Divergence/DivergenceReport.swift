import Runs

/// How training diverged, leaving the finite numbers for NaN or an infinity (`divergence.json`), with the
/// batch that it happened on.
package struct DivergenceReport: Sendable, Codable, Equatable {
  /// The first value that is not finite.
  package struct Origin: Sendable, Codable, Equatable {
    /// What was being computed.
    package enum Phase: String, Sendable, Codable {
      /// Nothing yet: a weight, or the optimizer's state, was not finite before the step.
      case weights
      /// The loss.
      case forward
      /// The gradients.
      case backward
      /// The optimizer's updates.
      case update
    }

    /// What was being computed.
    package var phase: Phase
    /// The operation that made the value, by its name in the program; `nil` in the phase `weights`.
    package var operation: String?
    /// The layer, by the common name of the nearest weights; the weight itself in the phase `weights`.
    package var layer: String?
    /// The value: `inf`, `-inf` or `nan`.
    package var value: Double
    /// The shape of the tensor that holds it.
    package var shape: [Int]
    /// The row of the batch that it was made of, counted from 1, where that can be told.
    package var row: Int?
    /// The example in that row, by its segment id.
    package var segment: Int?
  }

  /// One of the model's parameters.
  package struct Parameter: Sendable, Codable, Equatable {
    /// The name.
    package var name: String
    /// The norm of its values before the step; `nil` where they could not be restored.
    package var norm: Double?
    /// The norm of its gradient in the step.
    package var gradientNorm: Double
  }

  /// The step's rows as token ids, padding left out.
  package struct Row: Sendable, Codable, Equatable {
    /// The ids of each example's prompt.
    package var inputs: [[Int32]]
    /// The ids of each example's target.
    package var targets: [[Int32]]
  }

  /// The step, counted from 1.
  package var step: Int
  /// The step's loss per target token.
  package var loss: Double
  /// The norm of all gradients.
  package var gradientNorm: Double
  /// The step's learning rate.
  package var learningRate: Double
  /// Where the first value that is not finite came up; `nil` where it was not found.
  package var origin: Origin?
  /// Why it was not found.
  package var note: String?
  /// Every parameter, in the model's order.
  package var parameters: [Parameter]
  /// The examples of the step, row by row.
  package var examples: [BatchExample]
  /// The batch.
  package var rows: [Row]
}

extension DivergenceReport.Origin {
  /// In words: `the forward pass: attention in encoder.block.3.layer.0 makes nan, shape [8, 512, 384]`.
  package var words: String {
    // Platforms differ in the sign of what is not a number.
    let value = value.isNaN ? "nan" : "\(value)"
    if phase == .weights { return "\(layer ?? "a weight") held \(value) before the step" }
    let place = layer.map { " in \($0)" } ?? ""
    let pass = phase == .forward ? "forward pass" : phase == .backward ? "backward pass" : "update"
    let example = row.map { row in
      " (row \(row)\(segment.map { ", example \($0)" } ?? ""))"
    }
    return "\(operation ?? "an operation")\(place) makes \(value) in the \(pass)\(example ?? "")"
  }
}
