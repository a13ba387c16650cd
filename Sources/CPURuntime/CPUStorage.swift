import Autograd

/// Aligned memory of a tensor that outlives a run.
final class CPUStorage: TensorStorage {
  /// Cache lines and the widest vectors are 64 bytes.
  static let alignment = 64

  let type: TensorType
  let memory: UnsafeMutableRawBufferPointer

  /// Memory for a tensor, filled with zeros.
  init(_ type: TensorType) {
    self.type = type
    memory = .allocate(byteCount: max(type.byteCount, 1), alignment: Self.alignment)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { memory.deallocate() }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try body(UnsafeRawBufferPointer(rebasing: memory[..<type.byteCount]))
  }

  func withMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
    try body(UnsafeMutableRawBufferPointer(rebasing: memory[..<type.byteCount]))
  }
}
