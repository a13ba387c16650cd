extension DecoderConfiguration {
  /// The dimensions of a preset.
  private typealias Dimensions = (
    architecture: Architecture, model: Int, head: Int, heads: Int, layers: Int, feedForward: Int
  )

  /// A size of PaLM's arrangement (Chowdhery et al. 2022, Table 1: heads 256 wide, the feed-forward layer 4 times as wide as the
  /// residual stream), or one of our small ones.
  /// - Parameters:
  ///   - preset: one of a decoder alone.
  ///   - vocabularySize: rows of the embedding table; 256,000 in PaLM.
  ///   - dimensions: what takes the place of the preset's.
  public init(preset: ModelPreset, vocabularySize: Int, dimensions: ModelDimensions = ModelDimensions()) {
    let standard = Self.dimensions(preset)
    let heads = dimensions.heads ?? standard.heads
    self.init(
      standard.architecture, modelDimension: dimensions.modelDimension ?? standard.model,
      headDimension: dimensions.headDimension ?? standard.head, heads: heads,
      keyHeads: standard.architecture == .cohere ? 1 : heads % 2 == 0 ? heads / 2 : heads,
      layers: dimensions.decoderLayers ?? standard.layers,
      feedForwardDimension: dimensions.feedForwardDimension ?? standard.feedForward,
      vocabularySize: vocabularySize, tiesEmbeddings: true, endTokenID: 1)
    // Embeddings are the head too, and drawn with deviation 1 (section 5).
    if architecture == .cohere { logitScale = 1 / Double(modelDimension).squareRoot() }
  }

  private static func dimensions(_ preset: ModelPreset) -> Dimensions {
    switch preset {
    case .palmTiny: (.cohere, 64, 16, 4, 4, 256)
    case .palmMini: (.cohere, 128, 32, 4, 6, 512)
    case .palm8B: (.cohere, 4096, 256, 16, 32, 16_384)
    case .palm62B: (.cohere, 8192, 256, 32, 64, 32_768)
    case .palm540B: (.cohere, 18_432, 256, 48, 118, 73_728)
    case .llamaTiny: (.llama, 64, 16, 4, 4, 192)
    case .llamaMini: (.llama, 128, 32, 4, 6, 384)
    case .tiny, .mini, .small, .base, .large, .xl, .xxl:
      preconditionFailure("\(preset.rawValue) is no decoder alone")
    }
  }
}
