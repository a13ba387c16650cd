import Autograd

extension T5 {
  /// What the decoder reads of the encoder.
  struct Encoded {
    /// The encoder's output, `[batch, key, model]`.
    let states: Tensor
    /// The segment of each place, int32 `[batch, key]`.
    let segments: Tensor
    /// Where rows are joined, the places.
    let joined: JoinedPlaces?
  }

  /// The encoder's output `[batch, length, model]`.
  /// - Parameters:
  ///   - tokens: int32 `[batch, length]`.
  ///   - segments: int32 `[batch, length]`; 0 is padding, equal ids see each other.
  ///   - rows: the packed rows that are joined, where they are.
  ///   - recomputed: the blocks whose inner values reverse mode computes again.
  func encode(
    _ tokens: Tensor, segments: Tensor, _ scope: ParameterScope, _ dropout: DropoutContext,
    rows: PackedShape.JoinedRows? = nil, recomputed: Set<Int> = []
  ) -> Tensor {
    let stack = scope["encoder"].taking(dropout.joined)
    let bias = (table: positionBias(stack), scheme: configuration.encoderPositions)
    let longest = rows.map { Attention.SegmentLengths(queries: $0.inputLength, keys: $0.inputLength) }
    var x = dropout(scope.parameter("shared.weight").gathered(at: tokens))
    for block in 0..<configuration.encoderLayers {
      let layers = (attention: stack["block.\(block).layer.0"], feedForward: stack["block.\(block).layer.1"])
      x = x.builder.recomputing(if: recomputed.contains(block)) {
        let attended = residual(x, layers.attention, dropout) {
          attention(
            $0, segments: segments, layers.attention["SelfAttention"], bias: bias, longest: longest, dropout)
        }
        return residual(attended, layers.feedForward, dropout) {
          feedForward($0, layers.feedForward["DenseReluDense"], dropout)
        }
      }
    }
    // The only mask of t5x that is drawn anew for every position.
    return dropout(norm(x, stack["final_layer_norm"]), sharedOverLength: false)
  }

  /// The decoder's output before the head, `[batch, length, model]`, scaled where the model scales it.
  /// - Parameters:
  ///   - tokens: int32 `[batch, length]`, the targets shifted right within each segment.
  ///   - segments: int32 `[batch, length]`.
  ///   - encoded: what the encoder has made.
  ///   - rows: the packed rows that are joined, where they are.
  ///   - recomputed: the blocks whose inner values reverse mode computes again.
  func decode(
    _ tokens: Tensor, segments: Tensor, encoded: Encoded, _ scope: ParameterScope, _ dropout: DropoutContext,
    rows: PackedShape.JoinedRows? = nil, recomputed: Set<Int> = []
  ) -> Tensor {
    let stack = scope["decoder"].taking(dropout.joined)
    let longest = rows.map {
      (
        own: Attention.SegmentLengths(queries: $0.targetLength, keys: $0.targetLength),
        crossed: Attention.SegmentLengths(queries: $0.targetLength, keys: $0.inputLength)
      )
    }
    let bias = (table: positionBias(stack), scheme: configuration.decoderPositions)
    var x = dropout(scope.parameter("shared.weight").gathered(at: tokens))
    for block in 0..<configuration.decoderLayers {
      let layer = { (index: Int) in stack["block.\(block).layer.\(index)"] }
      x = x.builder.recomputing(if: recomputed.contains(block)) {
        let own = residual(x, layer(0), dropout) {
          attention(
            $0, segments: segments, layer(0)["SelfAttention"], isCausal: true, bias: bias,
            longest: longest?.own, dropout)
        }
        let crossed = residual(own, layer(1), dropout) {
          attention(
            $0, source: encoded, segments: segments, layer(1)["EncDecAttention"], bias: nil,
            longest: longest?.crossed, dropout)
        }
        return residual(crossed, layer(2), dropout) {
          feedForward($0, layer(2)["DenseReluDense"], dropout)
        }
      }
    }
    return headInput(dropout(norm(x, stack["final_layer_norm"])))
  }

  /// A tied head reads scaled states, since embeddings have deviation 1 (Raffel et al. 2020).
  func headInput(_ states: Tensor) -> Tensor {
    configuration.scalesOutputs
      ? states.scaled(by: Float(1 / Double(configuration.modelDimension).squareRoot())) : states
  }
}
