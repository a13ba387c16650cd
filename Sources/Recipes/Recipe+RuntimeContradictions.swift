import Diagnostics

extension ContradictionFinder {
  /// Refuses what the runtime has no use for, and what it cannot do yet.
  package mutating func check(runtime: RuntimeSettings) {
    switch runtime.kind {
    case .cpu: checkOwn(runtime)
    case .xla: checkXLA(runtime)
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
    if runtime.devices > 1 {
      refuse(
        "runtime.devices", "is \(runtime.devices), but runtime.kind is 'cpu', which has the processor alone",
        "Leave it out; train.threads is the number of its threads.")
    }
    if runtime.arithmetic != .float32 {
      refuse(
        "runtime.arithmetic",
        "is '\(runtime.arithmetic.rawValue)', but runtime.kind is 'cpu', whose kernels compute in float32",
        "Leave it out.")
    }
  }

  /// Refuses what is not done on XLA yet.
  private mutating func checkXLA(_ runtime: RuntimeSettings) {
    if runtime.plugin?.isEmpty == true {
      refuse("runtime.plugin", "is empty", "Name a plug-in or its file, or set it to null.")
    }
    if runtime.devices > 1 {
      refuse(
        "runtime.devices", "is \(runtime.devices), but a step is not shared among devices yet",
        "Leave it out: the plug-in's first device is taken.")
    }
  }
}
