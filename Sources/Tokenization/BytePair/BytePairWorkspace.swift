import Synchronization

/// What one thread needs to encode texts.
final class BytePairWorkspace {
  /// The tokens so far.
  let ids = GrowingBuffer<Int32>()
  let merger = WordMerger()
  /// Words that were met before.
  let words = MergedWords()
  let normalizer = NormalizerWorkspace()
  /// What steps that change a piece write to, by the step's number.
  private var pieces: [GrowingBuffer<UInt8>] = []

  /// The buffer of a step.
  func piece(_ step: Int) -> GrowingBuffer<UInt8> {
    while pieces.count <= step { pieces.append(GrowingBuffer()) }
    return pieces[step]
  }

  /// How many bytes of memory the largest buffers hold.
  var size: Int { ids.capacity * 4 + merger.symbols.capacity * 4 + normalizer.source.capacity }
}

/// Workspaces that wait to be used again, so that words are remembered from text to text.
final class BytePairWorkspacePool: Sendable {
  /// A workspace is only ever in one place: here or with the one caller that took it.
  private struct Idle: @unchecked Sendable {
    var workspaces: [BytePairWorkspace] = []
  }

  /// Workspaces that grew beyond this are not kept.
  private static let largestKept = 1 << 23
  private let idle = Mutex(Idle())

  /// Runs `body` with a workspace that nobody else uses meanwhile.
  func with<Result>(_ body: (BytePairWorkspace) -> Result) -> Result {
    let taken = idle.withLock { Lent(workspace: $0.workspaces.popLast()) }
    let workspace = taken.workspace ?? BytePairWorkspace()
    let result = body(workspace)
    if workspace.size <= Self.largestKept {
      let returned = Lent(workspace: workspace)
      idle.withLock { idle in
        if let workspace = returned.workspace { idle.workspaces.append(workspace) }
      }
    }
    return result
  }

  private struct Lent: @unchecked Sendable {
    let workspace: BytePairWorkspace?
  }
}

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
