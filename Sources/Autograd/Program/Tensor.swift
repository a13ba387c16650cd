/// A symbolic tensor: a value of a program that is being recorded.
///
/// It holds no numbers. Arithmetic on tensors appends operations to the program of their `builder`.
public struct Tensor {
  /// The program under construction that this value belongs to.
  public let builder: ProgramBuilder
  /// The value's number in that program.
  public let id: Program.ValueID
  /// Element type and shape.
  public let type: TensorType

  /// The dimensions.
  public var shape: Shape { type.shape }
}

extension Tensor: CustomStringConvertible {
  /// `%12: float32[2, 3]`.
  public var description: String { "%\(id): \(type)" }
}
