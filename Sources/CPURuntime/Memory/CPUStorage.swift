import Autograd

/// Memory of a tensor that outlives a run.
final class CPUStorage: TensorStorage {
  let type: TensorType
  let memory: UnsafeMutableRawBufferPointer
  /// Whose memory it is.
  private let owner: AnyObject
  private(set) var revision = 0

  /// Memory for a tensor, filled with zeros.
  convenience init(_ type: TensorType) {
    let memory = AlignedMemory(byteCount: type.byteCount)
    self.init(type, memory, of: memory, offset: 0)
  }

  /// A place in a program's arena, which is not given to another program as long as the tensor is held.
  convenience init(_ type: TensorType, in arena: CPUWorkspace, offset: Int) {
    self.init(type, arena.memory, of: arena, offset: offset)
  }

  private init(_ type: TensorType, _ memory: AlignedMemory, of owner: AnyObject, offset: Int) {
    self.type = type
    self.owner = owner
    self.memory = UnsafeMutableRawBufferPointer(
      start: memory.bytes.baseAddress! + offset, count: max(type.byteCount, 1))
  }

  /// Memory for tensors one behind the other, filled with zeros: what is too small for huge pages of its own
  /// has them too, and what is read in order streams on from one tensor to the next.
  /// - Parameter pool: threads that touch the memory first, each a part of it; `nil` for no order.
  static func together(_ types: [TensorType], on pool: ThreadPool? = nil) -> [CPUStorage] {
    var offsets: [Int] = []
    let size = types.reduce(0) { end, type in
      offsets.append(end)
      return end + MemoryPlan.aligned(max(type.byteCount, 1))
    }
    let memory = AlignedMemory(byteCount: size)
    if let pool { MemoryNodes.spread(memory.bytes, over: pool) }
    return zip(types, offsets).map { CPUStorage($0, memory, of: memory, offset: $1) }
  }

  /// Says that elements are written, perhaps where `memory` is known already.
  func noteWriting() { revision += 1 }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(owner) { try body(UnsafeRawBufferPointer(rebasing: memory[..<type.byteCount])) }
  }

  func withMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
    noteWriting()
    return try withExtendedLifetime(owner) {
      try body(UnsafeMutableRawBufferPointer(rebasing: memory[..<type.byteCount]))
    }
  }
}
