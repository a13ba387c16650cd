import Autograd

/// The shape of a batch of prompts that is decoded together.
public struct DecodingShape: Sendable, Hashable {
  /// Prompts.
  public let rows: Int
  /// Tokens per prompt, padding included.
  public let inputLength: Int
  /// The most tokens that are decoded.
  public let outputLength: Int

  /// A shape of decoding batches.
  public init(rows: Int, inputLength: Int, outputLength: Int) {
    self.rows = rows
    self.inputLength = inputLength
    self.outputLength = outputLength
  }
}

/// Names of the values that decoding programs hand to each other.
enum DecodingName {
  static let tokens = "tokens"
  static let segments = "segments"
  static let position = "position"
  static let next = "next"
  static func cross(_ block: Int, _ kind: String) -> String { "cross.\(block).\(kind)" }
  static func cache(_ block: Int, _ kind: String) -> String { "cache.\(block).\(kind)" }
}

extension T5 {
  /// Records what is done once per batch of prompts: the encoder, and every decoder block's keys and values of it.
  ///
  /// Inputs: `tokens` and `segments`, int32 `[rows, inputLength]`. Outputs: `cross.<block>.key` and `.value`
  /// `[rows, inputLength, heads * size]`.
  func recordPrompt(_ builder: ProgramBuilder, _ shape: DecodingShape) {
    let scope = ParameterScope(builder, parameters)
    let type = TensorType.int32([shape.rows, shape.inputLength])
    let states = encode(
      builder.input(DecodingName.tokens, type), segments: builder.input(DecodingName.segments, type), scope,
      .none)
    for block in 0..<configuration.decoderLayers {
      let cross = scope["decoder"]["block.\(block).layer.1.EncDecAttention"]
      builder.output(DecodingName.cross(block, "key"), states.linear(cross.parameter("k.weight")))
      builder.output(DecodingName.cross(block, "value"), states.linear(cross.parameter("v.weight")))
    }
  }

  /// Records one decoding step: from the tokens at `position` to the most likely next ones.
  ///
  /// Inputs: `tokens` int32 `[rows, 1]` (replaced by the next ones), the int32 scalar `position`, `segments` of the
  /// prompts, the cross keys and values, the caches `[rows, outputLength, heads * size]` (updated). Output:
  /// `next` int32 `[rows, 1]`.
  /// - Parameter candidates: how many ids may be chosen; the rows of a padded table beyond have no meaning.
  func recordStep(_ builder: ProgramBuilder, _ shape: DecodingShape, candidates: Int) {
    let scope = ParameterScope(builder, parameters)
    let stack = scope["decoder"]
    let tokens = builder.input(DecodingName.tokens, .int32([shape.rows, 1]))
    let position = builder.input(DecodingName.position, .int32([]))
    let promptSegments = builder.input(DecodingName.segments, .int32([shape.rows, shape.inputLength]))
    let segments = (query: builder.integerConstant(1, [shape.rows, 1]), key: promptSegments)

    var x = scope.parameter("shared.weight").gathered(at: tokens)
    for block in 0..<configuration.decoderLayers {
      let layer = { (index: Int) in stack["block.\(block).layer.\(index)"] }
      x = residual(x, layer(0), .none) {
        cachedAttention($0, block, shape, position: position, layer(0)["SelfAttention"], positionBias(stack))
      }
      x = residual(x, layer(1), .none) {
        crossAttention($0, block, shape, segments: segments, layer(1)["EncDecAttention"])
      }
      x = residual(x, layer(2), .none) { feedForward($0, layer(2)["DenseReluDense"], .none) }
    }
    let logits = headInput(norm(x, stack["final_layer_norm"])).linear(headWeight(scope))
    let next = logits.argumentMaximum(candidates: candidates)
    builder.output(DecodingName.next, next)
    builder.update(DecodingName.tokens, with: next)
  }

  private func cachedAttention(
    _ x: Tensor, _ block: Int, _ shape: DecodingShape, position: Tensor, _ scope: ParameterScope,
    _ bias: Tensor
  ) -> Tensor {
    let builder = x.builder
    func cache(_ kind: String, _ weight: String) -> Tensor {
      let name = DecodingName.cache(block, kind)
      let type = TensorType.float32([shape.rows, shape.outputLength, configuration.attentionDimension])
      let new = builder.input(name, type).updating(rows: x.linear(scope.parameter(weight)), at: position)
      builder.update(name, with: new)
      return new
    }
    let operation = CachedAttention(heads: configuration.heads, bias: configuration.decoderPositions)
    let operands = [
      x.linear(scope.parameter("q.weight")), cache("key", "k.weight"), cache("value", "v.weight"), position,
      bias,
    ]
    return builder.apply(operation, operands)[0].linear(scope.parameter("o.weight"))
  }

  private func crossAttention(
    _ x: Tensor, _ block: Int, _ shape: DecodingShape, segments: (query: Tensor, key: Tensor),
    _ scope: ParameterScope
  ) -> Tensor {
    let builder = x.builder
    func cross(_ kind: String) -> Tensor {
      builder.input(
        DecodingName.cross(block, kind),
        .float32([shape.rows, shape.inputLength, configuration.attentionDimension]))
    }
    let operation = Attention(heads: configuration.heads, isCausal: false, bias: nil)
    let operands = [
      x.linear(scope.parameter("q.weight")), cross("key"), cross("value"), segments.query, segments.key,
    ]
    return builder.apply(operation, operands)[0].linear(scope.parameter("o.weight"))
  }
}
