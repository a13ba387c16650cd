/// How a program's tensors lie on the devices that run it together, as Shardy writes it (openxla/shardy, `sdy.sharding`).
///
/// The first axis of what is split is divided among the devices in their order; all else every device has whole. What lies
/// where within the program is for the compiler to find, and the sums and copies between devices with it.
struct Sharding: Sendable, Hashable {
  /// The devices that run the program together.
  var deviceCount = 1
  /// The inputs of which every device has a part, by name, and the updates that replace them.
  var split: Set<String> = []

  /// The line that names the devices; empty for one.
  var mesh: String { deviceCount == 1 ? "" : "sdy.mesh @devices = <[\"rows\"=\(deviceCount)]>\n" }

  /// The attribute of an argument or a result; empty for one device.
  /// - Parameter name: the input's or update's; `nil` is what every device has whole.
  func attribute(of name: String?, _ type: HLOType) -> String {
    if deviceCount == 1 { return "" }
    let isSplit = name.map(split.contains) ?? false
    let axes = type.dimensions.indices.map { $0 == 0 && isSplit ? "{\"rows\"}" : "{}" }
    return "sdy.sharding = #sdy.sharding<@devices, [\(axes.joined(separator: ", "))]>"
  }
}
