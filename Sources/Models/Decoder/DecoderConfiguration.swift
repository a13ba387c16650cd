import Autograd

/// The dimensions and choices that make a decoder-only model, as the `config.json` of a model folder has them; its keys are in
/// brackets.
public struct DecoderConfiguration: Sendable, Hashable {
  /// The published arrangements that this family covers.
  public enum Architecture: String, Sendable, Hashable, CaseIterable {
    /// Llama 1 to 3, SmolLM2, TinyLlama (`LlamaForCausalLM`).
    case llama
    /// The same without sliding windows (`MistralForCausalLM`).
    case mistral
    /// Biases on queries, keys and values (`Qwen2ForCausalLM`).
    case qwen2
    /// RMS norms of every head's queries and keys (`Qwen3ForCausalLM`).
    case qwen3
    /// PaLM's (Chowdhery et al. 2022, section 2), which `transformers` has as Command R's: attention and feed-forward layer side by
    /// side behind one layer norm without bias, neighboring elements turned as pairs, scaled logits (`CohereForCausalLM`).
    case cohere
    /// Pythia and GPT-NeoX: layer norms and biases everywhere, a plain feed-forward layer, queries, keys and values of one product
    /// (`GPTNeoXForCausalLM`).
    case gptNeoX = "gpt_neox"
  }

  /// Which arrangement it is (`model_type`).
  public var architecture: Architecture
  /// Width of the residual stream (`hidden_size`).
  public var modelDimension: Int
  /// Width of one attention head (`head_dim`, else `hidden_size / num_attention_heads`).
  public var headDimension: Int
  /// Attention heads (`num_attention_heads`).
  public var heads: Int
  /// Heads of keys and values (`num_key_value_heads`): `heads` in multi-head (always in GPT-NeoX), fewer in grouped-query, 1 in
  /// multi-query attention.
  public var keyHeads: Int
  /// Blocks (`num_hidden_layers`).
  public var layers: Int
  /// Width inside the feed-forward layer (`intermediate_size`).
  public var feedForwardDimension: Int
  /// Rows of the embedding table and of the head, padding included (`vocab_size`).
  public var vocabularySize: Int
  /// What the two layers of a block read (`use_parallel_residual` of GPT-NeoX).
  public var form: BlockForm
  /// The activation of the feed-forward layer, or of its gate where it has one (`hidden_act`).
  public var gate = GateActivation.silu
  /// Whether the head is the embedding table (`tie_word_embeddings`).
  public var tiesEmbeddings: Bool
  /// Whether the products that make queries, keys and values have biases (`attention_bias`; always in Qwen2).
  public var hasAttentionBiases: Bool
  /// Whether attention's output has a bias (`attention_bias`; never in Qwen2).
  public var hasOutputBias: Bool
  /// Whether every head's queries and keys are RMS-normalised before they are turned (Qwen3).
  public var normalizesHeads: Bool
  /// How positions are told.
  public var rotary: RotaryScheme
  /// Whether attention sees a prompt whole, in both directions, and only what follows it causally (prefix LM, Raffel et al. 2020;
  /// `prefix_lm`, a key of our own).
  public var seesPromptsWhole = false
  /// What logits are multiplied by (`logit_scale` of Command R).
  public var logitScale = 1.0
  /// Added to the mean square in norms (`rms_norm_eps`, `layer_norm_eps`).
  public var normEpsilon = 1e-6
  /// The dropout rate in training, at least 0 and below 1 (`attention_dropout` is published as 0).
  public var dropoutRate = 0.0
  /// The standard deviation of first weights (`initializer_range`).
  public var initializerRange = 0.02
  /// The id that every sequence begins with, where the tokenizer puts one there (`bos_token_id`).
  public var beginTokenID: Int?
  /// The id of padding (`pad_token_id`).
  public var padTokenID = 0
  /// Which tokenizer it has, where a file says so (`tokenizer_class`).
  public var tokenizerClass: String?
  /// The end-of-sequence id (`eos_token_id`).
  public var endTokenID: Int
  /// Further ids at which answers end, such as that of a turn.
  public var furtherEndIDs: [Int] = []
  /// The length that the model was trained with (`max_position_embeddings`).
  public var positionCount: Int?

  /// A configuration of an arrangement; what its models share is set, the rest has defaults.
  public init(
    _ architecture: Architecture, modelDimension: Int, headDimension: Int, heads: Int, keyHeads: Int,
    layers: Int,
    feedForwardDimension: Int, vocabularySize: Int, tiesEmbeddings: Bool, endTokenID: Int
  ) {
    self.architecture = architecture
    self.modelDimension = modelDimension
    self.headDimension = headDimension
    self.heads = heads
    self.keyHeads = keyHeads
    self.layers = layers
    self.feedForwardDimension = feedForwardDimension
    self.vocabularySize = vocabularySize
    self.tiesEmbeddings = tiesEmbeddings
    self.endTokenID = endTokenID
    form = architecture.form
    hasAttentionBiases = architecture == .qwen2 || architecture == .gptNeoX
    hasOutputBias = architecture == .gptNeoX
    normalizesHeads = architecture == .qwen3
    rotary = RotaryScheme()
    if architecture == .gptNeoX {
      gate = .exactGELU
      rotary.share = 0.25
    }
    if architecture.norm != .rootMeanSquare { normEpsilon = 1e-5 }
  }

  /// The width of all heads together.
  public var attentionDimension: Int { heads * headDimension }
  /// The width of all keys together.
  public var keyDimension: Int { keyHeads * headDimension }
}
