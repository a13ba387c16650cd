import Autograd

/// What a training loss is made of (t5x/losses.py).
public struct LossOptions: Sendable, Hashable {
  /// The weight of the squared log-sum-exp; 1e-4 in t5x.
  public var zLoss: Double
  /// The share of the target probability that is spread evenly over the vocabulary.
  public var labelSmoothing: Double

  /// Options of a loss.
  public init(zLoss: Double = 1e-4, labelSmoothing: Double = 0) {
    self.zLoss = zLoss
    self.labelSmoothing = labelSmoothing
  }
}

/// The pieces of a recorded loss; all are sums over tokens, never means.
public struct RecordedLoss {
  /// The sum of weighted cross-entropies, `[]`.
  public let crossEntropy: Tensor
  /// What is minimised: cross-entropy with label smoothing, plus z-loss, times the scale, `[]`. Gradients are taken of it alone.
  public let objective: Tensor
  /// The sum of the tokens' weighted z-losses, `[]`, which the objective has in it; `nil` where their weight is 0.
  public let zLoss: Tensor?
  /// The weighted cross-entropy of each token, `[rows, targetLength]`.
  public let tokenCrossEntropy: Tensor
  /// The model's parameters as inputs of the program, by name; only those that the loss reads.
  public let parameters: [String: Tensor]
}

extension T5 {
  /// Records the teacher-forced loss of a packed batch, to be minimised.
  /// - Parameters:
  ///   - rate: dropout's; the random key is the input `randomKey`.
  ///   - scale: what the objective is multiplied by, `[]` and not zero; `nil` for 1.
  ///   - recomputed: the blocks whose inner values reverse mode computes again.
  ///   - frozen: the names of parameters whose gradients are never asked for.
  public func recordLoss(
    _ builder: ProgramBuilder, _ shape: PackedShape, dropout rate: Double, scale: Tensor? = nil,
    options: LossOptions = LossOptions(), recomputed: RecomputedBlocks = .none, frozen: Set<String> = []
  ) -> RecordedLoss {
    let scope = ParameterScope(builder, parameters)
    let targets = recordTargets(builder, shape, scope, dropout: rate, recomputed: recomputed)
    let head = headWeight(scope)
    let weights = scale.map { targets.weights * $0.broadcast(to: targets.weights.shape) } ?? targets.weights
    // With smoothing the label has (1 - s - low) more than every class has, and every class low.
    let classes = Double(configuration.vocabularySize)
    let low = options.labelSmoothing / (classes - 1)
    var (objective, logSumExp, labelLogit) = targets.hidden.linearCrossEntropyObjective(
      weight: head, labels: targets.labels, weights: weights,
      labelFactor: Float(1 - options.labelSmoothing - low), zLoss: Float(options.zLoss),
      differentiatesWeight: !frozen.contains(headName))
    if options.labelSmoothing > 0 {
      objective = objective - expectedLogit(targets.hidden, head, weights, share: low * classes)
    }
    let tokenCrossEntropy = targets.weights * (logSumExp - labelLogit)
    return RecordedLoss(
      crossEntropy: tokenCrossEntropy.sum(), objective: objective,
      zLoss: options.zLoss > 0
        ? (targets.weights * logSumExp * logSumExp).sum().scaled(by: Float(options.zLoss)) : nil,
      tokenCrossEntropy: tokenCrossEntropy.reshaped(to: [shape.rows, shape.targetLength]),
      parameters: scope.registry.tensors)
  }

  /// Records the weighted cross-entropy of each token of a packed batch, `[rows, targetLength]`, without dropout and gradients.
  public func recordCrossEntropy(_ builder: ProgramBuilder, _ shape: PackedShape) -> Tensor {
    let scope = ParameterScope(builder, parameters)
    let targets = recordTargets(builder, shape, scope, dropout: 0, recomputed: .none)
    let (logSumExp, labelLogit) = targets.hidden.linearCrossEntropy(
      weight: headWeight(scope), labels: targets.labels, mask: targets.weights)
    return (targets.weights * (logSumExp - labelLogit)).reshaped(to: [shape.rows, shape.targetLength])
  }

  /// The targets of a batch, all rows' tokens one after the other.
  private struct Targets {
    /// What the decoder makes of them, `[token, model]`.
    let hidden: Tensor
    /// `[token]`.
    let labels, weights: Tensor
  }

  private func recordTargets(
    _ builder: ProgramBuilder, _ shape: PackedShape, _ scope: ParameterScope, dropout rate: Double,
    recomputed: RecomputedBlocks
  ) -> Targets {
    func field(_ field: PackedShape.Field) -> Tensor { builder.input(field.rawValue, shape.type(of: field)) }
    let key = rate > 0 ? builder.input("randomKey", RandomKey.type) : nil
    func dropout(_ rows: PackedShape.Field) -> DropoutContext {
      if key == nil { return .none }
      return DropoutContext(rate: Float(rate), key: key, rows: shape.joined.map { ($0.rows, field(rows)) })
    }
    let (segments, weights) = (field(.encoderSegments), field(.targetWeights))
    let states = encode(
      field(.encoderTokens), segments: segments, scope, dropout(.encoderRows), rows: shape.joined,
      recomputed: recomputed.encoder)
    let decoded = decode(
      field(.decoderInputs), segments: field(.decoderSegments), encoded: (states, segments), scope,
      dropout(.decoderRows), rows: shape.joined, recomputed: recomputed.decoder)
    let tokens = shape.rows * shape.targetLength
    return Targets(
      hidden: decoded.reshaped(to: [tokens, configuration.modelDimension]),
      labels: field(.decoderTargets).reshaped(to: [tokens]), weights: weights.reshaped(to: [tokens]))
  }

  /// The weighted sum of the tokens' mean logits, each `share` of it.
  ///
  /// The mean logit over the vocabulary is the hidden state times the head's mean row, so that smoothing too
  /// needs no logits in memory. t5x subtracts a constant so that the least value is 0; it has no gradient and
  /// is left out.
  private func expectedLogit(_ hidden: Tensor, _ head: Tensor, _ weights: Tensor, share: Double) -> Tensor {
    let meanRow = head.mean(over: [0]).reshaped(to: [configuration.modelDimension, 1])
    let meanLogits = hidden.times(meanRow).reshaped(to: weights.shape)
    return (weights * meanLogits).sum().scaled(by: Float(share))
  }

  /// Records the logits of a packed batch, `[rows, targetLength, vocabulary]`, without dropout.
  public func recordLogits(_ builder: ProgramBuilder, _ shape: PackedShape) -> (
    encoded: Tensor, logits: Tensor
  ) {
    let scope = ParameterScope(builder, parameters)
    func field(_ field: PackedShape.Field) -> Tensor { builder.input(field.rawValue, shape.type(of: field)) }
    let segments = field(.encoderSegments)
    let states = encode(field(.encoderTokens), segments: segments, scope, .none)
    let decoded = decode(
      field(.decoderInputs), segments: field(.decoderSegments), encoded: (states, segments), scope, .none)
    return (states, decoded.linear(headWeight(scope)))
  }
}
