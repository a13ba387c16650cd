import Autograd

extension Decoder {
  /// The tokens of a program that reads whole sequences.
  struct Sequence {
    /// int32 `[batch, length]`.
    let tokens: Tensor
    /// int32 `[batch, length]`; 0 is padding, equal ids see each other.
    let segments: Tensor
    /// Where prompts are seen whole, the segments of their tokens and of those that follow, int32 `[batch, length]`, 0 for the others.
    var halves: (prompts: Tensor, answers: Tensor)?
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
    let stack = scope[names.stack].taking(dropout.joined)
    let angles = angles(sequence.positions.reshaped(to: [sequence.positions.shape.count]))
    let longest = sequence.longest.map { Attention.SegmentLengths(queries: $0, keys: $0) }
    var x = dropout(stack.parameter(names.embedding).gathered(at: sequence.tokens))
    var kept: [(keys: Tensor, values: Tensor)] = []
    for index in 0..<configuration.layers {
      let block = stack["layers.\(index)"]
      x = x.builder.recomputing(if: recomputed.contains(index)) {
        let (sides, inner) = enter(x, block, angles)
        kept.append((sides.keys, sides.values))
        let attended = attentionOutput(attention(sides, sequence, longest, dropout), block)
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

  /// Attention of sequences, `[batch, length, heads * size]`: causal, but for prompts that are seen whole.
  private func attention(
    _ sides: Sides, _ sequence: Sequence, _ longest: Attention.SegmentLengths?, _ dropout: DropoutContext
  ) -> Tensor {
    let causal = { (queries: Tensor) in
      attention(sides, queries, sequence.segments, isCausal: true, longest, dropout)
    }
    guard let halves = sequence.halves else { return causal(sequence.segments) }
    // A query without a segment gives zero, so that each half has its own rows of the sum.
    return attention(sides, halves.prompts, halves.prompts, isCausal: false, longest, dropout)
      + causal(halves.answers)
  }

  /// Attention `[batch, length, heads * size]` of the queries to the keys of their segments, int32 `[batch, length]`.
  private func attention(
    _ sides: Sides, _ queries: Tensor, _ keys: Tensor, isCausal: Bool, _ longest: Attention.SegmentLengths?,
    _ dropout: DropoutContext
  ) -> Tensor {
    let (operation, random) = dropout.attention(keys.builder, keys: dropout.joined) {
      Attention(
        heads: configuration.heads, keyHeads: configuration.keyHeads, isCausal: isCausal, bias: nil,
        dropoutRate: $0, dropoutStream: $1, dropoutNumbering: $2, longestSegment: longest)
    }
    return keys.builder.apply(operation, [sides.queries, sides.keys, sides.values, queries, keys] + random)[0]
  }
}
