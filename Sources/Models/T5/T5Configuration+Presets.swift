extension T5Configuration {
  /// The dimensions of a preset, in the order of `init(preset:version:vocabularySize:)`.
  private typealias Dimensions = (model: Int, head: Int, heads: Int, layers: Int, feedForward: Int)

  /// A published size, or one of our two small ones.
  /// - Parameters:
  ///   - preset: one of a T5.
  ///   - vocabularySize: rows of the embedding table; 32,128 in every published T5.
  ///   - dimensions: what takes the place of the preset's.
  public init(
    preset: ModelPreset, version: ModelVersion = .v1_1, vocabularySize: Int = 32_128,
    dimensions: ModelDimensions = ModelDimensions()
  ) {
    let standard = version == .v1_0 ? Self.dimensions1_0(preset) : Self.dimensions1_1(preset)
    self.init(
      modelDimension: dimensions.modelDimension ?? standard.model,
      headDimension: dimensions.headDimension ?? standard.head, heads: dimensions.heads ?? standard.heads,
      encoderLayers: dimensions.encoderLayers ?? standard.layers,
      decoderLayers: dimensions.decoderLayers ?? standard.layers,
      feedForwardDimension: dimensions.feedForwardDimension ?? standard.feedForward,
      vocabularySize: vocabularySize, feedForward: version == .v1_0 ? .relu : .gatedGELU,
      tiesEmbeddings: version == .v1_0, scalesDecoderOutput: version == .v1_0)
  }

  private static func dimensions1_1(_ preset: ModelPreset) -> Dimensions {
    switch preset {
    case .tiny: (64, 16, 4, 2, 128)
    case .mini: (128, 32, 4, 3, 384)
    case .small: (512, 64, 6, 8, 1024)
    case .base: (768, 64, 12, 12, 2048)
    case .large: (1024, 64, 16, 24, 2816)
    case .xl: (2048, 64, 32, 24, 5120)
    case .xxl: (4096, 64, 64, 24, 10_240)
    case .palmTiny, .palmMini, .palm8B, .palm62B, .palm540B, .llamaTiny, .llamaMini:
      preconditionFailure("\(preset.rawValue) is no T5")
    }
  }

  private static func dimensions1_0(_ preset: ModelPreset) -> Dimensions {
    switch preset {
    case .tiny: (64, 16, 4, 2, 256)
    case .mini: (128, 32, 4, 3, 512)
    case .small: (512, 64, 8, 6, 2048)
    case .base: (768, 64, 12, 12, 3072)
    case .large: (1024, 64, 16, 24, 4096)
    case .xl: (1024, 128, 32, 24, 16_384)
    case .xxl: (1024, 128, 128, 24, 65_536)
    case .palmTiny, .palmMini, .palm8B, .palm62B, .palm540B, .llamaTiny, .llamaMini:
      preconditionFailure("\(preset.rawValue) is no T5")
    }
  }
}
