/// The sizes that come with a name.
public enum ModelPreset: String, Sendable, Codable, CaseIterable {
  /// 64 wide, 2 + 2 blocks: for tests.
  case tiny
  /// 128 wide, 3 + 3 blocks: learns our own tasks in minutes on a laptop.
  case mini
  /// The published small size.
  case small
  /// The published base size.
  case base
  /// The published large size.
  case large
  /// The published XL: 3B of v1.0.
  case xl
  /// The published XXL: 11B of v1.0.
  case xxl
  /// PaLM's arrangement, 64 wide, 4 blocks: for tests.
  case palmTiny = "palm-tiny"
  /// PaLM's arrangement, 128 wide, 6 blocks: learns our own tasks in minutes on a laptop.
  case palmMini = "palm-mini"
  /// PaLM 8B.
  case palm8B = "palm-8b"
  /// PaLM 62B.
  case palm62B = "palm-62b"
  /// PaLM 540B.
  case palm540B = "palm-540b"
  /// Llama's arrangement, 64 wide, 4 blocks: for tests.
  case llamaTiny = "llama-tiny"
  /// Llama's arrangement, 128 wide, 6 blocks.
  case llamaMini = "llama-mini"

  /// Whether it is a decoder alone; the others are T5s.
  public var isDecoderOnly: Bool {
    switch self {
    case .tiny, .mini, .small, .base, .large, .xl, .xxl: false
    case .palmTiny, .palmMini, .palm8B, .palm62B, .palm540B, .llamaTiny, .llamaMini: true
    }
  }
}

/// The two published architectures of a T5.
public enum ModelVersion: String, Sendable, Codable, CaseIterable {
  /// ReLU, head tied to the embeddings and scaled (Raffel et al. 2020).
  case v1_0 = "1.0"
  /// Gated GELU, a head of its own (Shazeer 2020; t5x examples/t5/t5_1_1).
  case v1_1 = "1.1"
}

/// Dimensions that take the place of a preset's; `nil` leaves the preset's own.
public struct ModelDimensions: Sendable, Hashable {
  /// Width of the residual stream.
  public var modelDimension: Int?
  /// Width of one attention head.
  public var headDimension: Int?
  /// Attention heads in each layer.
  public var heads: Int?
  /// Blocks of the encoder, where there is one.
  public var encoderLayers: Int?
  /// Blocks of the decoder.
  public var decoderLayers: Int?
  /// Width of the feed-forward layers.
  public var feedForwardDimension: Int?

  /// The preset's own.
  public init() {}
}
