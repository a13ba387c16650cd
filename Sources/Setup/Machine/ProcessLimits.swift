import Foundation

/// What this process may take of the machine: less than there is where a container, a scheduler or `ulimit` says so.
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

  /// Cores, at least one: those that the process may run on, and no more than its share of processor time would keep busy.
  package static var cores: Int {
    let cores = ProcessorSet.own?.count ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
    guard let share = ControlGroups.own.processors else { return cores }
    return min(cores, max(1, Int(exactly: share.rounded(.up)) ?? cores))
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
