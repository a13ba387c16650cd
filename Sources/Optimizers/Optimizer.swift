import Autograd

/// A rule by which a step changes the parameters, with the state that it keeps for each of them.
///
/// A conformer says what it keeps, which numbers differ from step to step, and which operation makes an
/// update; how these become inputs and updates of a step's program is written here once, so that nothing else
/// need know which optimizer trains.
public protocol Optimizer: Sendable {
  /// The optimizer's name, as papers have it.
  static var name: String { get }

  /// The state that is kept for a parameter of a shape; zeros before the first step.
  func slots(for parameter: String, _ shape: Shape) -> [OptimizerSlot]

  /// The numbers of a step; those of every step have the same names.
  /// - Parameters:
  ///   - step: counted from 0.
  ///   - learningRate: the schedule's for that step.
  func scalars(at step: Int, learningRate: Double) -> StepScalars

  /// The operation that updates a parameter of a shape.
  ///
  /// Operands: the parameter, its gradient, the slots and the scalars `[]`, both in their order. Results: the
  /// new parameter, the new slots, the root mean square of the step taken `[]`, the sum of the squared
  /// gradient `[]`.
  func update(of parameter: String, _ shape: Shape) -> any StateUpdate
}

/// A tensor that an optimizer keeps for a parameter.
public struct OptimizerSlot: Sendable, Hashable {
  /// The name: the parameter's, a slash, and what it is.
  public let name: String
  /// The dimensions.
  public let shape: Shape
}

/// What a recorded update tells.
public struct RecordedUpdate {
  /// The root mean square of the step taken, `[]`.
  public let stepSize: Tensor
  /// The sum of the squared gradient, `[]`.
  public let gradientSquares: Tensor
}

extension Optimizer {
  /// The optimizer's name, as papers have it.
  public var name: String { Self.name }

  /// The names of the numbers that differ from step to step, each an input `[]` of a step's program.
  public var scalarNames: [String] { scalars(at: 0, learningRate: 0).all.map(\.name) }

  /// Declares the numbers of a step as inputs of a program.
  /// - Returns: the tensors `[]`, in the order of their names.
  public func recordScalars(_ builder: ProgramBuilder) -> [Tensor] {
    scalarNames.map { builder.input($0, .float32([])) }
  }

  /// Records the update of one parameter and its state, both as updates of program inputs.
  /// - Parameters:
  ///   - name: the parameter's input.
  ///   - gradient: of the parameter's shape.
  ///   - scalars: what `recordScalars` returned, each `[]`.
  public func recordUpdate(
    _ builder: ProgramBuilder, _ name: String, _ parameter: Tensor, gradient: Tensor, scalars: [Tensor]
  ) -> RecordedUpdate {
    let slots = slots(for: name, parameter.shape)
    let state = slots.map { builder.input($0.name, .float32($0.shape)) }
    let results = builder.apply(
      update(of: name, parameter.shape), [parameter, gradient] + state + scalars)
    builder.update(name, with: results[0])
    for (slot, new) in zip(slots, results.dropFirst()) { builder.update(slot.name, with: new) }
    return RecordedUpdate(stepSize: results[slots.count + 1], gradientSquares: results[slots.count + 2])
  }
}

/// The numbers of a step that an optimizer's updates take: they differ from step to step, the recorded
/// program does not.
public struct StepScalars: Sendable, Hashable {
  /// A number and the input of the step's program that it is given to.
  public struct Scalar: Sendable, Hashable {
    /// The input's name.
    public let name: String
    /// The value, which the program takes as float32.
    public let value: Double
  }

  /// The learning rate, then the optimizer's own, in the order of the update's operands.
  public let all: [Scalar]
  /// The learning rate.
  public let learningRate: Double

  /// The numbers of a step.
  /// - Parameter others: the optimizer's own, by name.
  public init(learningRate: Double, _ others: KeyValuePairs<String, Double> = [:]) {
    self.learningRate = learningRate
    all =
      [Scalar(name: "learningRate", value: learningRate)]
      + others.map { Scalar(name: $0.key, value: $0.value) }
  }
}
