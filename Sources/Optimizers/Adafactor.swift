import Autograd
import Foundation

/// Adafactor as t5x and optax have it (Shazeer & Stern 2018; t5x/adafactor.py, optax.adafactor): factored
/// second moments for matrices, updates clipped by their root mean square and scaled by the parameter's; with
/// momentum an average of steps in the place of a step, as optax has it, without correction of its bias, else
/// no first moment.
public struct Adafactor: Optimizer, Hashable {
  /// The name.
  public static let name = "Adafactor"

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

  /// How much of the old second moment a step keeps: 1 - (step + 1)^-exponent, so that the first step keeps
  /// nothing.
  /// - Parameter step: counted from 0.
  public func secondMomentDecay(at step: Int) -> Double {
    1 - Foundation.pow(Double(step - stepOffset + 1), -decayExponent)
  }

  /// Whether a parameter's second moment is kept as rows and columns.
  public func isFactored(_ shape: Shape) -> Bool {
    shape.rank == 2 && shape.dimensions.allSatisfy { $0 >= minimumDimensionToFactor }
  }

  /// The second moment: of a matrix `[rows, columns]` that is factored a mean for each row `[rows]` and each
  /// column `[columns]`, else of the parameter's shape. With momentum the first, of the parameter's shape.
  public func slots(for parameter: String, _ shape: Shape) -> [OptimizerSlot] {
    let second: [(String, Shape)] =
      isFactored(shape)
      ? [("second_moment_rows", [shape[0]]), ("second_moment_columns", [shape[1]])]
      : [("second_moment", shape)]
    let first: [(String, Shape)] = constants.momentum == nil ? [] : [("first_moment", shape)]
    return (second + first).map { OptimizerSlot(name: "\(parameter)/\($0)", shape: $1) }
  }

  /// The learning rate and the second moments' decay.
  public func scalars(at step: Int, learningRate: Double) -> StepScalars {
    StepScalars(learningRate: learningRate, ["secondMomentDecay": secondMomentDecay(at: step)])
  }

  /// The update, factored or not.
  public func update(of parameter: String, _ shape: Shape) -> any StateUpdate {
    isFactored(shape)
      ? AdafactorUpdate(constants: constants) : AdafactorFullUpdate(constants: constants)
  }
}
