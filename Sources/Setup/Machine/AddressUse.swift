/// How a process uses the addresses that it may have (`ulimit -v`): code, files that are mapped and buffers that are seldom full
/// take addresses without taking memory.
package struct AddressUse: Sendable, Equatable {
  /// Bytes of addresses that it may have.
  package let limit: Int
  /// Bytes of addresses that it has.
  package let taken: Int
  /// Bytes of those that are in memory.
  package let resident: Int

  /// What is kept for stacks of threads that are started later, and for gaps.
  private static let slack = 24 << 20

  /// The use of a limit.
  package init(limit: Int, taken: Int, resident: Int) {
    (self.limit, self.taken, self.resident) = (limit, taken, resident)
  }

  /// Bytes of addresses that hold no memory, with those that are kept for what comes.
  package var withoutMemory: Int { max(0, taken - resident) + Self.slack }

  /// The most memory that the process can come to, in bytes.
  package var memory: Int { max(0, limit - withoutMemory) }

  /// How many pieces of so many bytes may be mapped that stay empty: for no more than half of what is left.
  package func affordable(of bytes: Int) -> Int { max(0, limit - taken) / 2 / max(1, bytes) }
}
