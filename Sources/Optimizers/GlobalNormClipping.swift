import Autograd

/// Scales all gradients down together where their common norm exceeds a limit.
///
/// Off in the recipe (t5x's default). With it no gradient can be used before all are known, so training keeps
/// every gradient in memory at once.
public struct GlobalNormClipping: Sendable, Hashable {
  /// The largest norm that is left alone.
  public let limit: Double

  /// Clipping at a norm.
  public init(limit: Double) { self.limit = limit }

  /// Records the clipped gradients, each `[...]` as its parameter is.
  public func recordClipping(_ gradients: [Tensor]) -> [Tensor] {
    guard let first = gradients.first else { return [] }
    let squares = gradients.dropFirst().reduce((first * first).sum()) { $0 + ($1 * $1).sum() }
    let bound = first.builder.constant(Float(limit), [])
    let scale = bound / squares.squareRoot().maximum(bound)
    return gradients.map { $0 * scale.broadcast(to: $0.shape) }
  }
}
