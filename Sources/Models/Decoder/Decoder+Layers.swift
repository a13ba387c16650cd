import Autograd

extension Decoder {
  /// The cosines and sines of the tokens' positions, `[count, head dimension]`: of keys, and of queries, which are divided by the
  /// square root of a head's size in the same pass.
  typealias Angles = (
    keys: (cosines: Tensor, sines: Tensor), queries: (cosines: Tensor, sines: Tensor)
  )

  /// The angles of positions int32 `[count]`.
  func angles(_ positions: Tensor) -> Angles {
    let size = configuration.headDimension
    let keys = positions.rotaryAngles(
      frequencies: configuration.rotary.frequencies(headDimension: size), size: size)
    let factor = Float(1 / Double(size).squareRoot())
    return (keys, (keys.cosines.scaled(by: factor), keys.sines.scaled(by: factor)))
  }

  /// An RMS norm over the innermost axis with the weight of `scope`.
  func norm(_ x: Tensor, _ scope: ParameterScope) -> Tensor {
    x.normalized(by: scope.parameter("weight"), epsilon: Float(configuration.normEpsilon))
  }

  /// What a block's attention is made of: queries `[..., heads * size]`, turned and divided by the square root of the size of a head,
  /// and keys and values `[..., keyHeads * size]`, of which keys are turned.
  func projections(
    _ x: Tensor, _ block: ParameterScope, _ angles: Angles
  ) -> (queries: Tensor, keys: Tensor, values: Tensor) {
    let (scope, names) = (block["self_attn"], ["q_proj", "k_proj", "v_proj"])
    let size = configuration.headDimension
    let pairs = configuration.rotary.pairs(headDimension: size)
    let sides = x.builder.recomputing {
      let products = LinearWeight.products(
        norm(x, block["input_layernorm"]), names.map { scope.weight("\($0).weight") })
      let biased = zip(names, products).map {
        configuration.hasAttentionBiases ? $1.adding(bias: scope.parameter("\($0).bias")) : $1
      }
      return [
        headNorm(biased[0], heads: configuration.heads, scope["q_norm"])
          .rotated(heads: configuration.heads, pairs: pairs, by: angles.queries),
        headNorm(biased[1], heads: configuration.keyHeads, scope["k_norm"])
          .rotated(heads: configuration.keyHeads, pairs: pairs, by: angles.keys), biased[2],
      ]
    }
    return (sides[0], sides[1], sides[2])
  }

  /// Every head of `x` `[..., heads * size]` normalised by itself, where the arrangement does so.
  private func headNorm(_ x: Tensor, heads: Int, _ scope: ParameterScope) -> Tensor {
    if !configuration.normalizesHeads { return x }
    let size = configuration.headDimension
    return norm(x.reshaped(to: [x.shape.outerCount * heads, size]), scope).reshaped(to: x.shape)
  }

  /// What attention adds to the residual stream: its output `[..., heads * size]` times the last weight.
  func attentionOutput(_ output: Tensor, _ block: ParameterScope) -> Tensor {
    let product = output.linear(block["self_attn"].weight("o_proj.weight"))
    return configuration.hasOutputBias
      ? product.adding(bias: block["self_attn"].parameter("o_proj.bias")) : product
  }

  /// What the feed-forward layer adds to the residual stream `x` `[..., model]`.
  func feedForward(_ x: Tensor, _ block: ParameterScope, _ dropout: DropoutContext) -> Tensor {
    let scope = block["mlp"]
    let inner = x.builder.recomputing {
      LinearWeight.products(
        norm(x, block["post_attention_layernorm"]),
        ["gate_proj.weight", "up_proj.weight"].map(scope.weight))
    }
    return x.builder.recomputing {
      dropout(inner[0].gating(inner[1], configuration.gate)).linear(scope.weight("down_proj.weight"))
    }
  }
}

extension Tensor {
  /// Vectors `[..., width]` with a bias `[width]` added to each.
  func adding(bias: Tensor) -> Tensor { self + bias.broadcast(to: shape) }
}
