/// What a plug-in is asked when its devices are started, by the device that its name tells of.
///
/// Plug-ins refuse options that they do not know, and tell their platform only once they have started.
package enum ClientOptions {
  /// Beginnings of the names of plug-ins for cards, whose client manages their memory.
  private static let cards = ["cuda", "gpu", "rocm", "oneapi"]

  /// Whether a plug-in of this name is for a card with memory of its own.
  package static func isForCard(_ name: String) -> Bool { cards.contains(where: name.hasPrefix) }

  /// The options of one that runs programs.
  /// - Parameters:
  ///   - memoryFraction: the share of a card's memory that is taken at once, so that nothing that comes later is
  ///     missing.
  ///   - processorDevices: how many devices the processor is taken for, where the plug-in is for one.
  package static func running(
    _ name: String, memoryFraction: Double, processorDevices: Int = 1
  ) -> [String: NamedValue] {
    if isForCard(name) {
      return ["memory_fraction": .number(Float(memoryFraction)), "preallocate": .flag(true)]
    }
    // Else it would make four devices of one processor.
    return name == "cpu" ? ["cpu_device_count": .integer(processorDevices)] : [:]
  }

  /// The options of one that is only looked at: nothing of a card's memory is taken.
  package static func lookingAt(_ name: String) -> [String: NamedValue] {
    if isForCard(name) { return ["preallocate": .flag(false)] }
    return running(name, memoryFraction: 1)
  }
}
