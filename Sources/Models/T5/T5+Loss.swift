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
  /// What is minimised: cross-entropy with label smoothing, plus z-loss, `[]`.
  public let objective: Tensor
  /// The weighted cross-entropy of each token, `[rows, targetLength]`.
  public let tokenCrossEntropy: Tensor
  /// The model's parameters as inputs of the program, by name; only those that the loss reads.
  public let parameters: [String: Tensor]
}

extension T5 {
  /// Records the teacher-forced loss of a packed batch.
  /// - Parameters:
  ///   - dropout: the rate, 0 in evaluation; the random key is the input `randomKey`.
  ///   - recomputed: the blocks whose inner values reverse mode computes again.
  public func recordLoss(
    _ builder: ProgramBuilder, _ shape: PackedShape, dropout rate: Double,
    options: LossOptions = LossOptions(), recomputed: RecomputedBlocks = .none
  ) -> RecordedLoss {
    let scope = ParameterScope(builder, parameters)
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
    let head = headWeight(scope)
    let hidden = decoded.reshaped(to: [tokens, configuration.modelDimension])
    let mask = weights.reshaped(to: [tokens])
    let (logSumExp, labelLogit) = hidden.linearCrossEntropy(
      weight: head, labels: field(.decoderTargets).reshaped(to: [tokens]), mask: mask)
    let tokenCrossEntropy = mask * (logSumExp - labelLogit)
    let crossEntropy = tokenCrossEntropy.sum()
    var objective = crossEntropy
    if options.labelSmoothing > 0 {
      objective = smoothed(
        options.labelSmoothing, logSumExp, labelLogit,
        meanLogit: hidden.times(meanRow(head))
          .reshaped(to: [tokens]), mask: mask)
    }
    if options.zLoss > 0 {
      objective = objective + (mask * logSumExp * logSumExp).sum().scaled(by: Float(options.zLoss))
    }
    return RecordedLoss(
      crossEntropy: crossEntropy, objective: objective,
      tokenCrossEntropy: tokenCrossEntropy.reshaped(to: weights.shape), parameters: scope.registry.tensors)
  }

  /// Cross-entropy with the target probability (1 - s) at the label and s spread over the other classes.
  ///
  /// The mean logit over the vocabulary is the hidden state times the head's mean row, so that smoothing too
  /// needs no logits in memory. t5x subtracts a constant so that the least value is 0; it has no gradient and
  /// is left out.
  private func smoothed(
    _ smoothing: Double, _ logSumExp: Tensor, _ labelLogit: Tensor, meanLogit: Tensor, mask: Tensor
  ) -> Tensor {
    let classes = Double(configuration.vocabularySize)
    let low = smoothing / (classes - 1)
    let expected =
      labelLogit.scaled(by: Float(1 - smoothing - low)) + meanLogit.scaled(by: Float(low * classes))
    return (mask * (logSumExp - expected)).sum()
  }

  /// The mean over the vocabulary of the head's rows, `[model, 1]`.
  private func meanRow(_ head: Tensor) -> Tensor {
    head.mean(over: [0]).reshaped(to: [configuration.modelDimension, 1])
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
