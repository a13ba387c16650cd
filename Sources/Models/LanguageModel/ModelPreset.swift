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
}

/// The two published architectures of a preset.
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
