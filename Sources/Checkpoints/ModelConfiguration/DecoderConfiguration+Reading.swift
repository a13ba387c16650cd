import Autograd
import JSON
import Models

extension DecoderConfiguration {
  /// Reads a `config.json`. A switch that another arrangement than ours has is refused by its name.
  package init(_ root: JSONField) throws {
    let object = try root.object()
    let architecture = try Self.architecture(object)
    func optional<Value>(
      _ key: String, _ read: (JSONField) throws(JSONError) -> Value
    ) throws(JSONError) -> Value? {
      guard let field = object[key], !field.isNull else { return nil }
      return try read(field)
    }
    func boolean(_ key: String) throws -> Bool? {
      try optional(key) { field throws(JSONError) in try field.boolean() }
    }
    let vocabulary = try ConfigurationValue.integer(
      object.required("vocab_size"), in: 1...ConfigurationValue.largestVocabulary)
    let width = try ConfigurationValue.dimension(object.required("hidden_size"))
    let heads = try ConfigurationValue.dimension(object.required("num_attention_heads"))
    let keyHeads = try optional("num_key_value_heads", ConfigurationValue.dimension) ?? heads
    if heads % keyHeads != 0 {
      throw (object["num_key_value_heads"] ?? root).invalid(
        keyHeads, mustBe: "a divisor of \(heads), the heads")
    }
    if architecture == .gptNeoX, let field = object["num_key_value_heads"], keyHeads != heads {
      throw ModelConfigurationError.otherSwitch(location: field.location, found: "\(keyHeads)")
    }
    let headDimension = try Self.headDimension(object, architecture, width: width, heads: heads)
    let ends = try optional("eos_token_id") { field throws(JSONError) in
      try ConfigurationValue.tokenIDs(field, vocabulary)
    }
    self.init(
      architecture, modelDimension: width, headDimension: headDimension, heads: heads,
      keyHeads: keyHeads, layers: try ConfigurationValue.layerCount(object.required("num_hidden_layers")),
      feedForwardDimension: try ConfigurationValue.dimension(object.required("intermediate_size")),
      vocabularySize: vocabulary,
      tiesEmbeddings: try boolean("tie_word_embeddings") ?? (architecture == .cohere),
      endTokenID: ends?[0] ?? 0)
    furtherEndIDs = ends.map { Array($0.dropFirst()) } ?? []
    gate = try Self.gate(object) ?? gate
    hasAttentionBiases = try boolean("attention_bias") ?? hasAttentionBiases
    hasOutputBias = architecture == .qwen2 ? false : hasAttentionBiases
    normEpsilon = try optional(architecture.epsilonKey, ConfigurationValue.positive) ?? normEpsilon
    if architecture == .cohere {
      logitScale = try optional("logit_scale", ConfigurationValue.positive) ?? 0.0625
    }
    if architecture == .gptNeoX, try boolean("use_parallel_residual") == false { form = .sequential }
    initializerRange = try optional("initializer_range", ConfigurationValue.positive) ?? 0.02
    positionCount = try optional("max_position_embeddings") { field throws(JSONError) in
      try ConfigurationValue.integer(field, in: 1...ConfigurationValue.largestVocabulary)
    }
    padTokenID =
      try optional("pad_token_id") { field throws(JSONError) in
        // Some published files have -1 for none.
        try field.integer() < 0 ? 0 : ConfigurationValue.tokenID(field, vocabulary)
      } ?? 0
    tokenizerClass = try optional("tokenizer_class") { field throws(JSONError) in try field.string() }
    seesPromptsWhole = try boolean("prefix_lm") ?? false
    rotary = try RotaryScheme(object, standard: rotary)
    let turned = Int(Double(headDimension) * rotary.share)
    if turned % 2 != 0 {
      throw (object["head_dim"] ?? object["rotary_pct"] ?? object.field)
        .invalid("\(turned) elements of a head", mustBe: "an even number, since rotary positions turn pairs")
    }
    try refuseOtherSwitches(object)
  }

  private static func architecture(_ object: JSONObject) throws -> Architecture {
    let field = try object.required("model_type")
    let name = try field.string()
    guard let architecture = Architecture(rawValue: name) else {
      throw ModelConfigurationError.otherArchitecture(location: field.location, found: name)
    }
    if let architectures = object["architectures"], !architectures.isNull {
      let names = try architectures.array()
      if let first = names.first, try !names.contains(where: { try $0.string() == architecture.className }) {
        throw ModelConfigurationError.otherArchitecture(location: first.location, found: try first.string())
      }
    }
    return architecture
  }

  /// Elements of a head: `head_dim`, or a share of the width.
  private static func headDimension(
    _ object: JSONObject, _ architecture: Architecture, width: Int, heads: Int
  ) throws -> Int {
    var dimension = width / heads
    if architecture != .gptNeoX, let field = object["head_dim"], !field.isNull {
      dimension = try ConfigurationValue.dimension(field)
    } else if width % heads != 0 {
      throw try object.required("hidden_size").invalid(width, mustBe: "a multiple of \(heads), the heads")
    }
    return dimension
  }

  private static func gate(_ object: JSONObject) throws -> GateActivation? {
    guard let field = object["hidden_act"], !field.isNull else { return nil }
    switch try field.string() {
    case "silu", "swish": return .silu
    case "gelu_pytorch_tanh", "gelu_new", "gelu_fast": return .tanhGELU
    case "gelu": return .exactGELU
    case let name: throw ModelConfigurationError.otherSwitch(location: field.location, found: name)
    }
  }

  /// Refuses what would make another function of the same weights.
  private func refuseOtherSwitches(_ object: JSONObject) throws {
    func refuse(_ field: JSONField, _ found: String) throws {
      throw ModelConfigurationError.otherSwitch(location: field.location, found: found)
    }
    for key in ["mlp_bias", "use_qk_norm"] {
      if let field = object[key], !field.isNull, try field.boolean() { try refuse(field, "true") }
    }
    if let field = object["layer_types"], !field.isNull {
      for kind in try field.array() where try kind.string() != "full_attention" {
        try refuse(kind, try kind.string())
      }
    }
    // Qwen's files have a window beside the switch that turns it on.
    let usesWindow = try object["use_sliding_window"].flatMap { try $0.isNull ? nil : $0.boolean() }
    guard usesWindow ?? (architecture == .mistral) else { return }
    guard let field = object["sliding_window"] else {
      // What `transformers` takes where a Mistral says nothing.
      if architecture == .mistral, positionCount ?? .max > 4096 {
        throw ModelConfigurationError.otherSwitch(
          location: object.field.location, found: "no \"sliding_window\": null")
      }
      return
    }
    if !field.isNull, try field.integer() < positionCount ?? .max {
      try refuse(field, "\(try field.integer())")
    }
  }
}

extension DecoderConfiguration.Architecture {
  /// The class of `transformers`.
  var className: String {
    switch self {
    case .llama: "LlamaForCausalLM"
    case .mistral: "MistralForCausalLM"
    case .qwen2: "Qwen2ForCausalLM"
    case .qwen3: "Qwen3ForCausalLM"
    case .cohere: "CohereForCausalLM"
    case .gptNeoX: "GPTNeoXForCausalLM"
    }
  }

  /// The key of what is added in norms.
  var epsilonKey: String { norm == .rootMeanSquare ? "rms_norm_eps" : "layer_norm_eps" }
}
