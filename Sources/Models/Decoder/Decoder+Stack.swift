import Autograd

extension Decoder {
  /// The tokens of a program that reads whole sequences.
  struct Sequence {
    /// int32 `[batch, length]`.
    let tokens: Tensor
    /// int32 `[batch, length]`; 0 is padding, equal ids see each other.
    let segments: Tensor
    /// The place of a token in its own sequence, int32 `[batch, length]`.
    let positions: Tensor
    /// The most places of a sequence; `nil` where one may fill its row.
    var longest: Int?
  }

  /// The blocks' output `[batch, length, model]`, normalised; and every block's keys and values.
  /// - Parameter recomputed: the blocks whose inner values reverse mode computes again.
  func read(
    _ sequence: Sequence, _ scope: ParameterScope, _ dropout: DropoutContext, recomputed: Set<Int> = []
  ) -> (states: Tensor, keysAndValues: [(keys: Tensor, values: Tensor)]) {
    let names = configuration.architecture.names
    let stack = scope[names.stack]
    let angles = angles(sequence.positions.reshaped(to: [sequence.positions.shape.count]))
    let longest = sequence.longest.map { Attention.SegmentLengths(queries: $0, keys: $0) }
    var x = dropout(stack.parameter(names.embedding).gathered(at: sequence.tokens))
    var kept: [(keys: Tensor, values: Tensor)] = []
    for index in 0..<configuration.layers {
      let block = stack["layers.\(index)"]
      x = x.builder.recomputing(if: recomputed.contains(index)) {
        let (sides, inner) = enter(x, block, angles)
        kept.append((sides.keys, sides.values))
        let attended = attentionOutput(attention(sides, sequence.segments, longest, dropout), block)
        return leave(x, attended: attended, inner, block, dropout)
      }
    }
    return (readout(x, stack), kept)
  }

  /// What the head reads, `[..., model]`: the last norm, and the scale of the logits.
  func readout(_ x: Tensor, _ stack: ParameterScope) -> Tensor {
    let normed = norm(x, stack[configuration.architecture.names.norm])
    return configuration.logitScale == 1 ? normed : normed.scaled(by: Float(configuration.logitScale))
  }

  /// Causal attention of sequences, `[batch, length, heads * size]`.
  private func attention(
    _ sides: Sides, _ segments: Tensor,
    _ longest: Attention.SegmentLengths?, _ dropout: DropoutContext
  ) -> Tensor {
    let builder = segments.builder
    let operation = Attention(
      heads: configuration.heads, keyHeads: configuration.keyHeads, isCausal: true, bias: nil,
      dropoutRate: dropout.key == nil ? 0 : dropout.rate,
      dropoutStream: dropout.key == nil ? 0 : builder.nextRandomStream(), longestSegment: longest)
    var operands = [sides.queries, sides.keys, sides.values, segments, segments]
    if let key = dropout.key, operation.dropoutRate != 0 { operands.append(key) }
    return builder.apply(operation, operands)[0]
  }
}
