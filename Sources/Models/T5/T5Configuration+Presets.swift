extension T5Configuration {
  /// The sizes that come with a name.
  public enum Preset: String, Sendable, CaseIterable {
    /// 64 wide, 2 + 2 blocks: for tests.
    case tiny
    /// 128 wide, 3 + 3 blocks: learns our own tasks in minutes on a laptop.
    case mini
    /// T5-small.
    case small
    /// T5-base.
    case base
    /// T5-large.
    case large
    /// T5-3B of v1.0, T5-XL of v1.1.
    case xl
    /// T5-11B of v1.0, T5-XXL of v1.1.
    case xxl
  }

  /// The two published families.
  public enum Version: String, Sendable, CaseIterable {
    /// ReLU, head tied to the embeddings and scaled (Raffel et al. 2020).
    case v1_0 = "1.0"
    /// Gated GELU, a head of its own (Shazeer 2020; t5x examples/t5/t5_1_1).
    case v1_1 = "1.1"
  }

  /// The dimensions of a preset, in the order of `init(preset:version:vocabularySize:)`.
  private typealias Dimensions = (model: Int, head: Int, heads: Int, layers: Int, feedForward: Int)

  /// A published size, or one of our two small ones.
  /// - Parameter vocabularySize: rows of the embedding table; 32,128 in every published T5.
  public init(preset: Preset, version: Version = .v1_1, vocabularySize: Int = 32_128) {
    let dimensions = version == .v1_0 ? Self.dimensions1_0(preset) : Self.dimensions1_1(preset)
    self.init(
      modelDimension: dimensions.model, headDimension: dimensions.head, heads: dimensions.heads,
      encoderLayers: dimensions.layers, decoderLayers: dimensions.layers,
      feedForwardDimension: dimensions.feedForward, vocabularySize: vocabularySize,
      feedForward: version == .v1_0 ? .relu : .gatedGELU, tiesEmbeddings: version == .v1_0,
      scalesDecoderOutput: version == .v1_0)
  }

  private static func dimensions1_1(_ preset: Preset) -> Dimensions {
    switch preset {
    case .tiny: (64, 16, 4, 2, 128)
    case .mini: (128, 32, 4, 3, 384)
    case .small: (512, 64, 6, 8, 1024)
    case .base: (768, 64, 12, 12, 2048)
    case .large: (1024, 64, 16, 24, 2816)
    case .xl: (2048, 64, 32, 24, 5120)
    case .xxl: (4096, 64, 64, 24, 10_240)
    }
  }

  private static func dimensions1_0(_ preset: Preset) -> Dimensions {
    switch preset {
    case .tiny: (64, 16, 4, 2, 256)
    case .mini: (128, 32, 4, 3, 512)
    case .small: (512, 64, 8, 6, 2048)
    case .base: (768, 64, 12, 12, 3072)
    case .large: (1024, 64, 16, 24, 4096)
    case .xl: (1024, 128, 32, 24, 16_384)
    case .xxl: (1024, 128, 128, 24, 65_536)
    }
  }
}
