/// What happens to a text on its way to words, and to tokens on their way to text.
struct BytePairSteps: Sendable {
  var normalizers: [NormalizerStep] = []
  var cuts: [CutStep] = []
  /// `nil` where tokens are joined with spaces.
  var decoders: [DecoderStep]?

  /// What the normalizers make of a text.
  func normalized(_ text: [UInt8]) -> [UInt8] {
    text.withUnsafeBufferPointer { bytes in
      let workspace = NormalizerWorkspace()
      return Array(normalize(bytes, workspace))
    }
  }

  /// What the normalizers make of a text; valid until the workspace is used again.
  func normalize(
    _ text: UnsafeBufferPointer<UInt8>, _ workspace: NormalizerWorkspace
  ) -> UnsafeBufferPointer<UInt8> {
    var text = text
    for step in normalizers where !step.leaves(text) {
      step.run(text, into: workspace.target)
      workspace.swap()
      text = workspace.source.elements
    }
    return text
  }
}

/// Two buffers that steps write to in turn.
final class NormalizerWorkspace {
  private(set) var source = GrowingBuffer<UInt8>()
  private(set) var target = GrowingBuffer<UInt8>()

  /// What was written becomes what is read.
  func swap() { (source, target) = (target, source) }
}
