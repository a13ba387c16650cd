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
    let headDimension = try optional("head_dim", ConfigurationValue.dimension)
    if headDimension == nil, width % heads != 0 {
      throw try object.required("hidden_size").invalid(width, mustBe: "a multiple of \(heads), the heads")
    }
    self.init(
      architecture, modelDimension: width, headDimension: headDimension ?? width / heads, heads: heads,
      keyHeads: keyHeads, layers: try ConfigurationValue.layerCount(object.required("num_hidden_layers")),
      feedForwardDimension: try ConfigurationValue.dimension(object.required("intermediate_size")),
      vocabularySize: vocabulary, tiesEmbeddings: try boolean("tie_word_embeddings") ?? false,
      endTokenID: try optional("eos_token_id") { field throws(JSONError) in
        try Self.firstID(field, vocabulary)
      } ?? 0)
    gate = try Self.gate(object)
    hasAttentionBiases = try boolean("attention_bias") ?? (architecture == .qwen2)
    hasOutputBias = architecture == .qwen2 ? false : hasAttentionBiases
    normEpsilon = try optional("rms_norm_eps", ConfigurationValue.positive) ?? 1e-6
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
    rotary = try RotaryScheme(object)
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

  private static func gate(_ object: JSONObject) throws -> GateActivation {
    guard let field = object["hidden_act"], !field.isNull else { return .silu }
    switch try field.string() {
    case "silu", "swish": return .silu
    case "gelu_pytorch_tanh", "gelu_new": return .tanhGELU
    case "gelu": return .exactGELU
    case let name: throw ModelConfigurationError.otherSwitch(location: field.location, found: name)
    }
  }

  /// An end-of-sequence id, or the first of several.
  private static func firstID(_ field: JSONField, _ vocabularySize: Int) throws(JSONError) -> Int {
    guard case .array = field.node.content else {
      return try ConfigurationValue.tokenID(field, vocabularySize)
    }
    guard let first = try field.array().first else { throw field.invalid("[]", mustBe: "at least one token") }
    return try ConfigurationValue.tokenID(first, vocabularySize)
  }

  /// Refuses what would make another function of the same weights.
  private func refuseOtherSwitches(_ object: JSONObject) throws {
    func refuse(_ field: JSONField, _ found: String) throws {
      throw ModelConfigurationError.otherSwitch(location: field.location, found: found)
    }
    if let field = object["mlp_bias"], !field.isNull, try field.boolean() { try refuse(field, "true") }
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
    }
  }
}

extension GateActivation {
  /// `hidden_act`.
  var configurationName: String {
    switch self {
    case .silu: "silu"
    case .tanhGELU: "gelu_pytorch_tanh"
    case .exactGELU: "gelu"
    }
  }
}
