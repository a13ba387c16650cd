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

/// The targets of a recorded batch, all rows' tokens one after the other; behind them other tokens that a model learns, of prompts.
public struct RecordedTargets {
  /// What the model makes of them before the head, `[token, width]`.
  public let hidden: Tensor
  /// The targets' ids, int32 `[token]`.
  public let labels: Tensor
  /// What each token's loss counts, `[token]`; 0 for padding.
  public let weights: Tensor

  /// Recorded targets: states `[token, width]`, ids and weights `[token]`.
  public init(hidden: Tensor, labels: Tensor, weights: Tensor) {
    (self.hidden, self.labels, self.weights) = (hidden, labels, weights)
  }
}

/// The pieces of a recorded loss; all are sums over tokens, never means.
public struct RecordedLoss {
  /// The sum of the weighted cross-entropies of all tokens that count, `[]`: those of targets, and of prompts that are learned.
  public let crossEntropy: Tensor
  /// What is minimised: cross-entropy with label smoothing, plus z-loss, times the scale, `[]`. Gradients are taken of it alone.
  public let objective: Tensor
  /// The sum of their weighted z-losses, `[]`, which the objective has in it; `nil` where their weight is 0.
  public let zLoss: Tensor?
  /// The weighted cross-entropy of each target, `[rows, targetLength]`.
  public let tokenCrossEntropy: Tensor
  /// The model's parameters as inputs of the program, by name; only those that the loss reads.
  public let parameters: [String: Tensor]
}

extension LanguageModel {
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
    let key = needsKey(dropout: rate) ? builder.input("randomKey", RandomKey.type) : nil
    let scope = scope(builder, format: nil, key: key)
    let targets = recordTargets(
      scope, shape, dropout: rate, key: rate > 0 ? key : nil, recomputed: recomputed)
    let head = scope.parameter(headName)
    let weights = scale.map { targets.weights * $0.broadcast(to: targets.weights.shape) } ?? targets.weights
    // With smoothing the label has (1 - s - low) more than every class has, and every class low.
    let classes = Double(vocabularySize)
    let low = options.labelSmoothing / (classes - 1)
    let (recorded, logSumExp, labelLogit) = targets.hidden.linearCrossEntropyObjective(
      weight: head, labels: targets.labels, weights: weights,
      labelFactor: Float(1 - options.labelSmoothing - low), zLoss: Float(options.zLoss),
      differentiatesWeight: !frozen.contains(headName))
    var objective = recorded
    if options.labelSmoothing > 0 {
      objective = objective - expectedLogit(targets.hidden, head, weights, share: low * classes)
    }
    let crossEntropies = targets.weights * (logSumExp - labelLogit)
    return RecordedLoss(
      crossEntropy: crossEntropies.sum(), objective: objective,
      zLoss: options.zLoss > 0
        ? (targets.weights * logSumExp * logSumExp).sum().scaled(by: Float(options.zLoss)) : nil,
      tokenCrossEntropy: crossEntropies.first(shape.targetCount)
        .reshaped(to: [shape.rows, shape.targetLength]),
      parameters: scope.registry.tensors)
  }

  /// Records the weighted cross-entropy of each token of a packed batch, `[rows, targetLength]`, without dropout and gradients.
  public func recordCrossEntropy(_ builder: ProgramBuilder, _ shape: PackedShape) -> Tensor {
    let scope = scope(builder, format: nil, key: nil)
    let targets = recordEvaluatedTargets(scope, shape)
    let (logSumExp, labelLogit) = targets.hidden.linearCrossEntropy(
      weight: scope.parameter(headName), labels: targets.labels, mask: targets.weights)
    return (targets.weights * (logSumExp - labelLogit)).reshaped(to: [shape.rows, shape.targetLength])
  }

  /// Records the logits of a packed batch, `[rows, targetLength, vocabulary]`, without dropout.
  public func recordLogits(_ builder: ProgramBuilder, _ shape: PackedShape) -> Tensor {
    let scope = scope(builder, format: nil, key: nil)
    let targets = recordEvaluatedTargets(scope, shape)
    return targets.hidden.linear(scope.parameter(headName))
      .reshaped(to: [shape.rows, shape.targetLength, vocabularySize])
  }

  /// The targets alone, without dropout: states `[rows * targetLength, width]`.
  private func recordEvaluatedTargets(_ scope: ParameterScope, _ shape: PackedShape) -> RecordedTargets {
    let all = recordTargets(scope, shape, dropout: 0, key: nil, recomputed: .none)
    let count = shape.targetCount
    return RecordedTargets(
      hidden: all.hidden.first(count), labels: all.labels.first(count), weights: all.weights.first(count))
  }

  /// The weighted sum of the tokens' mean logits, each `share` of it.
  ///
  /// The mean logit over the vocabulary is the hidden state times the head's mean row, so that smoothing too
  /// needs no logits in memory. t5x subtracts a constant so that the least value is 0; it has no gradient and
  /// is left out.
  private func expectedLogit(_ hidden: Tensor, _ head: Tensor, _ weights: Tensor, share: Double) -> Tensor {
    let meanRow = head.mean(over: [0]).reshaped(to: [hidden.shape.innermost, 1])
    let meanLogits = hidden.times(meanRow).reshaped(to: weights.shape)
    return (weights * meanLogits).sum().scaled(by: Float(share))
  }
}

extension Tensor {
  /// The first `count` of `[places, ...]`.
  fileprivate func first(_ count: Int) -> Tensor { shape[0] == count ? self : sliced(0, 0..<count) }
}
