import Autograd

/// Where each value of a program lives.
///
/// Values that are never alive together share memory: the largest are placed first, each at the lowest
/// offset that is free for its whole life ("greedy by size", Pisarchyk & Lee 2020). Before that, values that
/// can share exactly are joined: what is an alias (a reshape, a barrier) with its operand, an element-wise result
/// with an operand that dies there, a state's update with the state itself.
struct MemoryPlan {
  /// A value's memory.
  enum Place: Equatable {
    /// An offset in the arena, in bytes.
    case arena(Int)
    /// The storage bound to an input.
    case input(String)
  }

  private(set) var places: [Program.ValueID: Place] = [:]
  private(set) var arenaBytes = 0
  /// Scratch memory of whichever kernel is running.
  private(set) var scratchOffset = 0

  init(_ program: Program, threads: Int) {
    var buffers = BufferAssignment(program)
    buffers.join()
    place(buffers.intervals)
    for (value, buffer) in buffers.bufferOfValue {
      if let input = buffers.inputOfBuffer[buffer] {
        places[value] = .input(input)
      } else if let offset = offsets[buffer] {
        places[value] = .arena(offset)
      }
    }
    let scratch =
      program.instructions.lazy.filter { !($0.operation is any AliasOperation) }.map {
        Self.kernelled($0.operation).scratchBytes(KernelSite(program, $0, threads: threads))
      }.max() ?? 0
    scratchOffset = arenaBytes
    arenaBytes += Self.aligned(scratch)
  }

  /// Where a value begins in the arena; `nil` for inputs, and for what shares their storage.
  func offset(of value: Program.ValueID) -> Int? {
    guard case .arena(let offset)? = places[value] else { return nil }
    return offset
  }

  /// The operation as one that this runtime computes: all primitive ones, and the fused ones that have not
  /// been expanded.
  static func kernelled(_ operation: any Operation) -> any CPUOperation {
    guard let operation = operation as? any CPUOperation else {
      preconditionFailure("the CPU runtime has no kernel for \(operation.name)")
    }
    return operation
  }

  static func aligned(_ bytes: Int) -> Int {
    (bytes + AlignedMemory.alignment - 1) / AlignedMemory.alignment * AlignedMemory.alignment
  }

  private var offsets: [Int: Int] = [:]

  private mutating func place(_ intervals: [BufferAssignment.Interval]) {
    let order = intervals.sorted { ($1.bytes, $0.first, $0.buffer) < ($0.bytes, $1.first, $1.buffer) }
    var placed: [(interval: BufferAssignment.Interval, offset: Int)] = []  // by offset
    for interval in order {
      var offset = 0
      for other in placed where other.interval.overlaps(interval) {
        if offset + interval.bytes <= other.offset { break }
        offset = max(offset, other.offset + other.interval.bytes)
      }
      offsets[interval.buffer] = offset
      arenaBytes = max(arenaBytes, offset + interval.bytes)
      let index = placed.firstIndex { $0.offset > offset } ?? placed.count
      placed.insert((interval, offset), at: index)
    }
  }
}
