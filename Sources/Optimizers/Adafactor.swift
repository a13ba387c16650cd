import Autograd
import Foundation

/// Adafactor as t5x has it (Shazeer & Stern 2018; t5x/adafactor.py): no first moment, factored second moments
/// for matrices, updates clipped by their root mean square and scaled by the parameter's.
public struct Adafactor: Sendable, Hashable {
  /// The constants of one update.
  public var constants: AdafactorConstants
  /// The exponent of the second moments' decay; 0.8 in t5x.
  public var decayExponent: Double
  /// A matrix is factored if both dimensions are at least this; 128 in t5x.
  public var minimumDimensionToFactor: Int
  /// The step that the decay counts from.
  public var stepOffset: Int

  /// An optimizer; the defaults are those of t5x.
  public init(
    constants: AdafactorConstants = AdafactorConstants(), decayExponent: Double = 0.8,
    minimumDimensionToFactor: Int = 128, stepOffset: Int = 0
  ) {
    self.constants = constants
    self.decayExponent = decayExponent
    self.minimumDimensionToFactor = minimumDimensionToFactor
    self.stepOffset = stepOffset
  }

  /// How much of the old second moment a step keeps: 1 - (step + 1)^-exponent, so that the first step keeps nothing.
  /// - Parameter step: counted from 0.
  public func secondMomentDecay(at step: Int) -> Double {
    1 - Foundation.pow(Double(step - stepOffset + 1), -decayExponent)
  }

  /// A tensor of optimizer state.
  public struct Slot: Sendable, Hashable {
    /// The name: the parameter's, a slash, and what it is.
    public let name: String
    /// The dimensions.
    public let shape: Shape
  }

  /// The state that the optimizer keeps for a parameter.
  public func slots(for parameter: String, _ shape: Shape) -> [Slot] {
    isFactored(shape)
      ? [
        Slot(name: "\(parameter)/second_moment_rows", shape: [shape[0]]),
        Slot(name: "\(parameter)/second_moment_columns", shape: [shape[1]]),
      ] : [Slot(name: "\(parameter)/second_moment", shape: shape)]
  }

  /// Whether a parameter's second moment is kept as rows and columns.
  public func isFactored(_ shape: Shape) -> Bool {
    shape.rank == 2 && shape.dimensions.allSatisfy { $0 >= minimumDimensionToFactor }
  }

  /// What a recorded update tells.
  public struct RecordedUpdate {
    /// The root mean square of the step taken, `[]`.
    public let stepSize: Tensor
    /// The sum of the squared gradient, `[]`.
    public let gradientSquares: Tensor
  }

  /// Records the update of one parameter and its state, both as updates of program inputs.
  /// - Parameters:
  ///   - name: the parameter's input.
  ///   - rate: the learning rate, `[]`.
  ///   - decay: the second moments' decay, `[]`.
  public func recordUpdate(
    _ builder: ProgramBuilder, _ name: String, _ parameter: Tensor, gradient: Tensor, rate: Tensor,
    decay: Tensor
  ) -> RecordedUpdate {
    let slots = slots(for: name, parameter.shape)
    let moments = slots.map { builder.input($0.name, .float32($0.shape)) }
    let operands = [parameter, gradient] + moments + [rate, decay]
    let results =
      isFactored(parameter.shape)
      ? builder.apply(AdafactorUpdate(constants: constants), operands)
      : builder.apply(AdafactorFullUpdate(constants: constants), operands)
    builder.update(name, with: results[0])
    for (slot, moment) in zip(slots, results.dropFirst()) { builder.update(slot.name, with: moment) }
    return RecordedUpdate(stepSize: results[slots.count + 1], gradientSquares: results[slots.count + 2])
  }
}
