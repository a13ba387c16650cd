import Autograd

/// Memory of a tensor that outlives a run.
final class CPUStorage: TensorStorage {
  let type: TensorType
  private let owner: AlignedMemory
  var memory: UnsafeMutableRawBufferPointer { owner.bytes }

  /// Memory for a tensor, filled with zeros.
  init(_ type: TensorType) {
    self.type = type
    owner = AlignedMemory(byteCount: type.byteCount)
  }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(owner) { try body(UnsafeRawBufferPointer(rebasing: memory[..<type.byteCount])) }
  }

  func withMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(owner) {
      try body(UnsafeMutableRawBufferPointer(rebasing: memory[..<type.byteCount]))
    }
  }
}
