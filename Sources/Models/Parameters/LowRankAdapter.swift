import Autograd

/// Low-rank adaptation of linear layers (LoRA, Hu et al. 2021): y = W x + (alpha / rank) B (A x), with W as
/// it is and A `[rank, input]` and B `[output, rank]` to be trained.
///
/// First values are PEFT's: A is drawn as Kaiming and others draw a linear layer's weights with a slope of
/// √5, which is uniform within 1 / √input; B is zero, so that an adapter changes nothing before its first
/// step.
public struct LowRankAdapter: Sendable, Hashable {
  /// The rows of each A.
  public var rank: Int
  /// Over the rank, what B (A x) is multiplied by.
  public var alpha: Double
  /// The share of the elements of A's inputs that training drops.
  public var dropout: Double
  /// The names of the weights that are adapted, in the model's order:
  /// `encoder.block.0.layer.0.SelfAttention.q.weight`.
  public var targets: [String]

  /// An adapter.
  public init(rank: Int, alpha: Double, dropout: Double = 0, targets: [String]) {
    (self.rank, self.alpha, self.dropout, self.targets) = (rank, alpha, dropout, targets)
  }

  /// What B (A x) is multiplied by.
  public var scale: Double { alpha / Double(rank) }

  /// The name of A beside the weight `target`.
  public static func down(_ target: String) -> String { name(target, "lora_A") }
  /// The name of B beside the weight `target`.
  public static func up(_ target: String) -> String { name(target, "lora_B") }

  /// The name of the layer whose weight `target` is.
  public static func layer(_ target: String) -> String {
    target.hasSuffix(".weight") ? String(target.dropLast(".weight".count)) : target
  }

  private static func name(_ target: String, _ kind: String) -> String { "\(layer(target)).\(kind).weight" }

  /// A and B of every target, in the order of the targets.
  /// - Parameter weights: the model's parameters, among them every target with its shape `[output, input]`.
  public func parameters(beside weights: [ParameterSpecification]) -> [ParameterSpecification] {
    let shapes = Dictionary(weights.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    return targets.flatMap { target -> [ParameterSpecification] in
      guard let shape = shapes[target] else {
        preconditionFailure("the model has no parameter '\(target)'")
      }
      return [
        ParameterSpecification(
          Self.down(target), [rank, shape[1]], .uniform(limit: 1 / Double(shape[1]).squareRoot())),
        ParameterSpecification(Self.up(target), [shape[0], rank], .zeros),
      ]
    }
  }

  /// What B (A x) adds to the weight of a target: W + (alpha / rank) B A, in place.
  /// - Parameters:
  ///   - weight: W, `[output, input]`.
  ///   - down: A, `[rank, input]`.
  ///   - up: B, `[output, rank]`.
  public func merge(into weight: UnsafeMutableBufferPointer<Float>, down: [Float], up: [Float]) {
    let (width, scale) = (down.count / rank, Float(scale))
    var sum = [Float](repeating: 0, count: width)
    for row in 0..<up.count / rank {
      for index in sum.indices { sum[index] = 0 }
      for inner in 0..<rank {
        let factor = up[row * rank + inner]
        for index in 0..<width { sum[index] += factor * down[inner * width + index] }
      }
      for index in 0..<width { weight[row * width + index] += scale * sum[index] }
    }
  }
}
