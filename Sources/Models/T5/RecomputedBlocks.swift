/// The blocks whose inner values a training step computes again in its backward pass instead of keeping them.
///
/// Each costs its block's forward arithmetic once more, and leaves only the block's input and output in memory.
public struct RecomputedBlocks: Sendable, Hashable {
  /// Blocks of the encoder, counted from 0.
  public var encoder: Set<Int>
  /// Blocks of the decoder, counted from 0.
  public var decoder: Set<Int>

  /// A choice of blocks.
  public init(encoder: Set<Int> = [], decoder: Set<Int> = []) {
    self.encoder = encoder
    self.decoder = decoder
  }

  /// No blocks: every value is kept.
  public static let none = RecomputedBlocks()

  /// The first `count` blocks of a model: the encoder's from its front, then the decoder's.
  ///
  /// The backward pass comes to the front last, so a block there holds its values longest; and an encoder's rows
  /// are the longer ones.
  public init(first count: Int, of configuration: T5Configuration) {
    let encoder = min(max(count, 0), configuration.encoderLayers)
    let decoder = min(max(count - encoder, 0), configuration.decoderLayers)
    self.init(encoder: Set(0..<encoder), decoder: Set(0..<decoder))
  }

  /// How many blocks there are.
  public var count: Int { encoder.count + decoder.count }
}
