#if canImport(Glibc)
  import Glibc
#endif
import Foundation

/// What the process takes of the machine's memory.
package enum ProcessMemory {
  /// Bytes that the process grows by in its work beside tensors: buffers of the matrix products, stacks,
  /// batches, files that are being written. Measured on runs with models from 60 million weights on.
  package static let reserve = 16 << 20

  /// Bytes that are resident where the system does not say.
  private static let assumed = 64 << 20

  /// Bytes of the process that are in memory now.
  package static var resident: Int { pages(field: 1) ?? assumed }

  /// Bytes of addresses that the process has now, also of what is not in memory.
  package static var addresses: Int { pages(field: 0) ?? assumed }

  /// The bytes of a field of `/proc/self/statm`; `nil` where the system does not say.
  private static func pages(field: Int) -> Int? {
    #if canImport(Glibc)
      guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
      let fields = text.split(separator: " ")
      return fields.count > field ? Int(fields[field]).map { $0 * Int(getpagesize()) } : nil
    #else
      return nil
    #endif
  }
}

/// How a process uses the addresses that it may have (`ulimit -v`): code, files that are mapped and buffers
/// that are seldom full take addresses without taking memory.
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

/// What this process may take of the machine: less than the machine has where a container, a scheduler or
/// `ulimit` says so.
package enum ProcessLimits {
  /// Bytes of memory.
  package static var memory: Int {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    return min(machine, ControlGroups.own.memory ?? machine, addresses?.memory ?? machine)
  }

  /// How a limit of addresses is used, which counts also those that hold no memory; `nil` without one.
  package static var addresses: AddressUse? {
    let limit = addressSpace
    if limit == .max { return nil }
    return AddressUse(limit: limit, taken: ProcessMemory.addresses, resident: ProcessMemory.resident)
  }

  /// Cores, at least one: those that the process may run on, and no more than its share of processor time
  /// would keep busy.
  package static var cores: Int {
    let cores = ProcessorSet.own?.count ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
    guard let share = ControlGroups.own.processors else { return cores }
    return min(cores, max(1, Int(exactly: share.rounded(.up)) ?? cores))
  }

  /// Cores for each of several processes that were started together on this machine, at least one.
  ///
  /// A launcher that has given each its own cores is left to know best; otherwise they share all alike.
  package static func cores(sharedBy processes: Int) -> Int {
    let machine = ProcessInfo.processInfo.processorCount
    let isBound = (ProcessorSet.own?.count ?? machine) < machine
    return max(1, isBound ? min(cores, machine / processes) : cores / processes)
  }

  /// Bytes of addresses that the process may use; the largest number for any.
  private static var addressSpace: Int {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let resource = RLIMIT_AS
    #endif
    return getrlimit(resource, &limit) == 0 ? Int(clamping: limit.rlim_cur) : .max
  }
}
