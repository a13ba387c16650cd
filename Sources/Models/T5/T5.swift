import Autograd

/// The T5 encoder-decoder (Raffel et al. 2020), as code that records programs.
///
/// Pre-norm blocks with RMS norms, no biases, attention without scaling, one table of relative-position biases
/// per stack. Every tensor has a static shape; rows may be packed with several segments.
public struct T5: Sendable {
  /// Dimensions and choices.
  public let configuration: T5Configuration
  /// The parameters, in the order in which checkpoints list them.
  public let parameters: [ParameterSpecification]

  /// A model of the given dimensions.
  public init(_ configuration: T5Configuration) {
    self.configuration = configuration
    parameters = Self.specifications(configuration)
  }

  /// The number of values in all parameters.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }
}

/// Dropout while a program is recorded: its rate, and the random key that its masks are drawn under.
struct DropoutContext {
  let rate: Float
  let key: Tensor?
  /// Where rows are joined, their number and that of each place's row, int32 `[batch, length]`.
  var rows: (count: Int, ofPlaces: Tensor)?

  /// No dropout, as in evaluation.
  static var none: DropoutContext { DropoutContext(rate: 0, key: nil) }

  /// Drops elements of `x` `[batch, length, width]`; with `sharedOverLength` the same ones at every position of a
  /// row.
  func callAsFunction(_ x: Tensor, sharedOverLength: Bool = true) -> Tensor {
    guard let key, rate > 0 else { return x }
    if sharedOverLength, let rows {
      return x.droppedOut(rate: rate, key: key, groups: rows.ofPlaces, count: rows.count)
    }
    return x.droppedOut(rate: rate, key: key, sharedAxes: sharedOverLength ? [1] : [])
  }
}
