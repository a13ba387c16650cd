extension DecoderConfiguration {
  /// What the two layers of a block, attention and feed-forward, read.
  public enum BlockForm: Sendable, Hashable {
    /// x + attention(norm x), and then the same with the feed-forward layer.
    case sequential
    /// x + attention(norm x) + feedForward(other norm of x).
    case parallel
    /// x + attention(norm x) + feedForward(norm x), with one norm for both.
    case parallelSharingNorm
  }

  /// How activations are normalised.
  public enum Norm: Sendable, Hashable {
    /// By their root mean square, with a weight (Zhang & Sennrich 2019).
    case rootMeanSquare
    /// By their standard deviation around the mean, with a weight (Ba et al. 2016).
    case layer
    /// The same with a bias.
    case layerWithBias
  }
}

extension DecoderConfiguration.Architecture {
  /// The form of its blocks where nothing says otherwise.
  var form: DecoderConfiguration.BlockForm {
    switch self {
    case .llama, .mistral, .qwen2, .qwen3: .sequential
    case .cohere: .parallelSharingNorm
    case .gptNeoX: .parallel
    }
  }

  /// Its norms.
  public var norm: DecoderConfiguration.Norm {
    switch self {
    case .llama, .mistral, .qwen2, .qwen3: .rootMeanSquare
    case .cohere: .layer
    case .gptNeoX: .layerWithBias
    }
  }

  /// Whether the feed-forward layer has a gate; one without has biases.
  public var isGated: Bool { self != .gptNeoX }

  /// Whether queries, keys and values are one product, head by head: `[heads, 3, size]`.
  var fusesProjections: Bool { self == .gptNeoX }

  /// Whether rotary positions turn a head's elements 2i and 2i + 1 together, in place of i and i + half.
  public var turnsNeighbors: Bool { self == .cohere }

  /// The names of its parameters.
  var names: DecoderNames { self == .gptNeoX ? .gptNeoX : .llama }
}

/// What the parameters of an arrangement are called in Hugging Face's checkpoints.
struct DecoderNames: Sendable {
  /// The scope of everything but the head.
  let stack: String
  /// The embedding's weight in that scope.
  let embedding: String
  /// The head's weight, where it is not the embedding.
  let head: String
  /// The scopes of attention and of its last product.
  let attention, output: String
  /// The scopes of the last norm.
  let norm: String
  /// The scopes of the feed-forward layer's first products, and of its last one.
  let inner: [String], outer: String

  static let llama = DecoderNames(
    stack: "model", embedding: "embed_tokens.weight", head: "lm_head.weight", attention: "self_attn",
    output: "o_proj", norm: "norm", inner: ["gate_proj", "up_proj"], outer: "down_proj")
  static let gptNeoX = DecoderNames(
    stack: "gpt_neox", embedding: "embed_in.weight", head: "embed_out.weight", attention: "attention",
    output: "dense", norm: "final_layer_norm", inner: ["dense_h_to_4h"], outer: "dense_4h_to_h")
}
