import Diagnostics

extension ContradictionFinder {
  /// Refuses what the runtime has no use for, and what it cannot do yet.
  /// - Parameter rowsAtOnce: the rows of a part of a batch, which devices share.
  package mutating func check(runtime: RuntimeSettings, rowsAtOnce: Int) {
    switch runtime.kind {
    case .cpu: checkOwn(runtime)
    case .xla: checkXLA(runtime, rowsAtOnce)
    }
  }

  /// Refuses XLA's settings where the program's own kernels compute.
  private mutating func checkOwn(_ runtime: RuntimeSettings) {
    let xla = "set runtime.kind to 'xla'"
    if let plugin = runtime.plugin {
      refuse(
        "runtime.plugin", "is '\(plugin)', but runtime.kind is 'cpu', which loads no plug-in",
        "Leave it out, or \(xla).")
    }
    if let fraction = runtime.memoryFraction {
      refuse(
        "runtime.memoryFraction", "is \(fraction), a share of a card's memory, but runtime.kind is 'cpu'",
        "Leave it out, or \(xla); memory.limit is for the processor.")
    }
    if runtime.devices != .some(1) {
      refuse(
        "runtime.devices",
        "is \(runtime.devices.words), but runtime.kind is 'cpu', which has the processor alone",
        "Leave it out; train.threads is the number of its threads.")
    }
    if runtime.weights != .replicated {
      refuse(
        "runtime.weights", "is 'split', but runtime.kind is 'cpu', which has the processor alone",
        "Leave it out.")
    }
    if runtime.arithmetic != .float32 {
      refuse(
        "runtime.arithmetic",
        "is '\(runtime.arithmetic.rawValue)', but runtime.kind is 'cpu', whose kernels compute in float32",
        "Leave it out.")
    }
  }

  /// Refuses what cannot be done on XLA.
  private mutating func checkXLA(_ runtime: RuntimeSettings, _ rowsAtOnce: Int) {
    if runtime.plugin?.isEmpty == true {
      refuse("runtime.plugin", "is empty", "Name a plug-in or its file, or set it to null.")
    }
    if runtime.devices == .some(1), runtime.weights != .replicated {
      refuse(
        "runtime.weights", "is 'split', but runtime.devices is 1",
        "Leave it out, or set runtime.devices to 'all' or a number.")
    }
    if case .some(let count) = runtime.devices, rowsAtOnce % count != 0 {
      refuse(
        "runtime.devices", "is \(count), but \(rowsAtOnce) rows cannot be divided by it",
        "Let packing.rows / train.accumulation be a multiple of it.")
    }
  }
}
