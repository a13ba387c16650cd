import Diagnostics
import Models
import JSON

extension T5Configuration {
  /// The classes of `transformers` whose folders hold a whole encoder-decoder T5.
  private static let classes: Set<String> = [
    "T5ForConditionalGeneration", "T5WithLMHeadModel", "T5Model", "MT5ForConditionalGeneration", "MT5Model",
  ]

  /// Reads a `config.json`.
  package init(_ root: JSONField) throws {
    let object = try root.object()
    let modelType = try Self.modelType(object)
    func dimension(_ key: String) throws(JSONError) -> Int {
      try ConfigurationValue.dimension(object.required(key))
    }
    func optional<Value>(
      _ key: String, _ read: (JSONField) throws(JSONError) -> Value
    ) throws(JSONError) -> Value? {
      guard let field = object[key], !field.isNull else { return nil }
      return try read(field)
    }
    func boolean(_ key: String) throws(JSONError) -> Bool? {
      try optional(key) { field throws(JSONError) in try field.boolean() }
    }
    let isMultilingual = modelType == "mt5"
    let encoderLayers = try ConfigurationValue.layerCount(object.required("num_layers"))
    let vocabulary = try ConfigurationValue.integer(
      object.required("vocab_size"), in: 1...ConfigurationValue.largestVocabulary)
    let (modelDimension, headDimension) = (try dimension("d_model"), try dimension("d_kv"))
    let feedForwardDimension = try dimension("d_ff")
    self.init(
      modelDimension: modelDimension, headDimension: headDimension, heads: try dimension("num_heads"),
      encoderLayers: encoderLayers,
      decoderLayers: try optional("num_decoder_layers", ConfigurationValue.layerCount) ?? encoderLayers,
      feedForwardDimension: feedForwardDimension, vocabularySize: vocabulary,
      feedForward: try FeedForward(object, default: isMultilingual ? .gatedGELU : .relu),
      tiesEmbeddings: try boolean("tie_word_embeddings") ?? !isMultilingual,
      scalesDecoderOutput: try boolean("scale_decoder_outputs"))
    self.modelType = modelType
    relativeBuckets = try optional("relative_attention_num_buckets", Self.bucketCount) ?? 32
    relativeMaximumDistance =
      try optional("relative_attention_max_distance", ConfigurationValue.dimension) ?? 128
    dropoutRate = try optional("dropout_rate", ConfigurationValue.dropoutRate) ?? 0.1
    normEpsilon = try optional("layer_norm_epsilon", ConfigurationValue.positive) ?? 1e-6
    initializerFactor = try optional("initializer_factor", ConfigurationValue.positive) ?? 1
    let token = { (field: JSONField) throws(JSONError) -> Int in
      try ConfigurationValue.tokenID(field, vocabulary)
    }
    padTokenID = try optional("pad_token_id", token) ?? 0
    endTokenID = try optional("eos_token_id", token) ?? 1
    startTokenID = try optional("decoder_start_token_id", token) ?? padTokenID
    positionCount = try optional("n_positions") { field throws(JSONError) in
      try ConfigurationValue.integer(field, in: 1...ConfigurationValue.largestVocabulary)
    }
    tokenizerClass = try optional("tokenizer_class") { field throws(JSONError) in try field.string() }
    if relativeMaximumDistance <= relativeBuckets / 2 {
      let field = object["relative_attention_max_distance"] ?? root
      throw field.invalid(
        relativeMaximumDistance, mustBe: "more than half the number of relative-attention buckets")
    }
  }

  private static func modelType(_ object: JSONObject) throws -> String {
    let field = try object.required("model_type")
    let name = try field.string()
    guard modelTypes.contains(name) else {
      throw ModelConfigurationError.otherArchitecture(location: field.location, found: name)
    }
    if let architectures = object["architectures"], !architectures.isNull {
      let names = try architectures.array()
      if let first = names.first, try !names.contains(where: { try classes.contains($0.string()) }) {
        throw ModelConfigurationError.otherArchitecture(location: first.location, found: try first.string())
      }
    }
    if let field = object["is_encoder_decoder"], !field.isNull, try !field.boolean() {
      throw field.invalid("false", mustBe: "true")
    }
    return name
  }

  private static func bucketCount(_ field: JSONField) throws(JSONError) -> Int {
    let value = try ConfigurationValue.dimension(field)
    // Two directions, each with an exact half and a logarithmic half.
    if value % 4 == 0 { return value }
    throw field.invalid(value, mustBe: "a multiple of 4")
  }
}
