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

  /// The norm over the innermost axis with the weight of `scope`, and its bias where it has one.
  func norm(_ x: Tensor, _ scope: ParameterScope) -> Tensor {
    let (norm, epsilon) = (configuration.architecture.norm, Float(configuration.normEpsilon))
    // The standard deviation is the root mean square of what is left without the mean.
    let scaled = (norm == .rootMeanSquare ? x : x.centered())
      .normalized(by: scope.parameter("weight"), epsilon: epsilon)
    return norm == .layerWithBias ? scaled.adding(bias: scope.parameter("bias")) : scaled
  }

  /// What attention is made of: queries `[..., heads * size]`, keys and values `[..., keyHeads * size]`.
  typealias Sides = (queries: Tensor, keys: Tensor, values: Tensor)

  /// What a block's layers make of its input x `[..., model]`: the sides of attention, and where both layers read that input, what
  /// the feed-forward layer computes first, `[..., inner]` each.
  func enter(_ x: Tensor, _ block: ParameterScope, _ angles: Angles) -> (sides: Sides, inner: [Tensor]) {
    let values = x.builder.recomputing {
      let normed = norm(x, block["input_layernorm"])
      let sides = projections(normed, block, angles)
      switch configuration.form {
      case .sequential: return sides
      case .parallel: return sides + inner(norm(x, block["post_attention_layernorm"]), block)
      case .parallelSharingNorm: return sides + inner(normed, block)
      }
    }
    return ((values[0], values[1], values[2]), Array(values.dropFirst(3)))
  }

  /// A block's output `[..., model]`: its input x, what attention adds, and what the feed-forward layer adds, both dropped out.
  /// - Parameter entered: what the feed-forward layer has computed already.
  func leave(
    _ x: Tensor, attended: Tensor, _ entered: [Tensor], _ block: ParameterScope, _ dropout: DropoutContext
  ) -> Tensor {
    let sum = dropout.residual(x, attended)
    let made =
      configuration.form != .sequential
      ? entered : x.builder.recomputing { inner(norm(sum, block["post_attention_layernorm"]), block) }
    return dropout.residual(sum, outer(made, block, dropout))
  }

  /// Queries, turned and divided by the square root of the size of a head, keys, turned, and values of normalised vectors
  /// `[..., model]`.
  private func projections(_ normed: Tensor, _ block: ParameterScope, _ angles: Angles) -> [Tensor] {
    let (scope, size) = (block[configuration.architecture.names.attention], configuration.headDimension)
    let sides = configuration.architecture.fusesProjections ? fused(normed, scope) : apart(normed, scope)
    let pairs = configuration.rotary.pairs(headDimension: size)
    func parts(_ side: Tensor, heads: Int, norm name: String) -> Tensor {
      parted(headNorm(side, heads: heads, scope[name]), heads: heads)
    }
    let (heads, keyHeads) = (configuration.heads, configuration.keyHeads)
    return [
      parts(sides[0], heads: heads, norm: "q_norm").rotated(heads: heads, pairs: pairs, by: angles.queries),
      parts(sides[1], heads: keyHeads, norm: "k_norm").rotated(
        heads: keyHeads, pairs: pairs, by: angles.keys),
      sides[2],
    ]
  }

  /// Queries, keys and values by a product each, `[..., heads * size]`.
  private func apart(_ normed: Tensor, _ scope: ParameterScope) -> [Tensor] {
    let names = ["q_proj", "k_proj", "v_proj"]
    let products = LinearWeight.products(normed, names.map { scope.weight("\($0).weight") })
    return zip(names, products).map {
      configuration.hasAttentionBiases ? $1.adding(bias: scope.parameter("\($0).bias")) : $1
    }
  }

  /// The same by one product, in which every head's queries, keys and values stand together: `[..., heads, 3, size]`.
  private func fused(_ normed: Tensor, _ scope: ParameterScope) -> [Tensor] {
    let product = linear(
      normed, scope["query_key_value"], hasBias: configuration.hasAttentionBiases)
    let parted = product.reshaped(
      to: [product.shape.outerCount, configuration.heads, 3, configuration.headDimension])
    return (0..<3).map {
      parted.sliced(2, $0..<$0 + 1)
        .reshaped(to: product.shape.replacing(-1, with: configuration.attentionDimension))
    }
  }

  /// `x` `[..., heads * size]` with every head's elements 0, 2, 4, ... in front of 1, 3, 5, ..., where neighbors are turned together:
  /// so they stand as `Rotary` takes them. Scores do not depend on an order that queries and keys share.
  private func parted(_ x: Tensor, heads: Int) -> Tensor {
    if !configuration.architecture.turnsNeighbors { return x }
    return x.reshaped(to: [x.shape.outerCount * heads, configuration.headDimension / 2, 2])
      .transposed([0, 2, 1]).reshaped(to: x.shape)
  }

  /// Every head of `x` `[..., heads * size]` normalised by itself, where the arrangement does so.
  private func headNorm(_ x: Tensor, heads: Int, _ scope: ParameterScope) -> Tensor {
    if !configuration.normalizesHeads { return x }
    let size = configuration.headDimension
    return norm(x.reshaped(to: [x.shape.outerCount * heads, size]), scope).reshaped(to: x.shape)
  }

  /// What attention adds to the residual stream: its output `[..., heads * size]` times the last weight.
  func attentionOutput(_ output: Tensor, _ block: ParameterScope) -> Tensor {
    let names = configuration.architecture.names
    return linear(output, block[names.attention][names.output], hasBias: configuration.hasOutputBias)
  }

  /// What the feed-forward layer makes first of normalised vectors `[..., model]`: gate and what it lets through, or one product.
  private func inner(_ normed: Tensor, _ block: ParameterScope) -> [Tensor] {
    let (scope, names) = (block["mlp"], configuration.architecture.names.inner)
    if !configuration.architecture.isGated { return [linear(normed, scope[names[0]], hasBias: true)] }
    return LinearWeight.products(normed, names.map { scope.weight("\($0).weight") })
  }

  /// What it adds to the residual stream, `[..., model]`.
  private func outer(_ inner: [Tensor], _ block: ParameterScope, _ dropout: DropoutContext) -> Tensor {
    let isGated = configuration.architecture.isGated
    return inner[0].builder.recomputing {
      let activated =
        isGated ? inner[0].gating(inner[1], configuration.gate) : inner[0].activated(by: configuration.gate)
      return linear(
        dropout(activated),
        block["mlp"][configuration.architecture.names.outer], hasBias: !isGated)
    }
  }

  /// Vectors `[..., input]` by the linear layer of a scope, `[..., output]`.
  private func linear(_ x: Tensor, _ scope: ParameterScope, hasBias: Bool) -> Tensor {
    let product = x.linear(scope.weight("weight"))
    return hasBias ? product.adding(bias: scope.parameter("bias")) : product
  }
}

extension Tensor {
  /// Vectors `[..., width]` with a bias `[width]` added to each.
  func adding(bias: Tensor) -> Tensor { self + bias.broadcast(to: shape) }
}
