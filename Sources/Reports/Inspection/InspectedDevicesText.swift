import Inspection
import Text

/// The page of `devices`.
package enum InspectedDevicesText {
  /// The lines of the page.
  package static func textLines(_ page: InspectedDevices) -> [String] {
    let processor = page.processor
    var lines = [
      "the processor by itself (runtime.kind=cpu)",
      "  processor  \(processor.name), \(processor.threads) \(processor.threads == 1 ? "thread" : "threads")",
      "  memory     \(NumberText.bytes(processor.memoryBytes))",
      "  kernels    \(processor.kernels); matrix products by \(processor.matrixProducts)",
    ]
    for plugIn in page.plugIns { lines += [""] + textLines(plugIn) }
    if page.plugIns.isEmpty {
      lines += ["", "no plug-in of XLA's (runtime.kind=xla); looked for in"] + page.places.map { "  \($0)" }
    }
    return lines + ["", page.advice]
  }

  /// The lines of one plug-in.
  package static func textLines(_ plugIn: InspectedPlugIn) -> [String] {
    let choice = plugIn.isTaken == true ? ", taken where no plug-in is named" : ""
    var lines = [
      "XLA, plug-in \(plugIn.name) (runtime.kind=xla runtime.plugin=\(plugIn.name))\(choice)",
      "  file       \(plugIn.path)",
    ]
    if let problem = plugIn.problem { return lines + ["  cannot be used: \(problem)"] }
    let versions = [plugIn.interface, plugIn.platform, plugIn.platformVersion].compactMap { $0 }
    lines.append("  version    \(versions.joined(separator: ", "))")
    for device in plugIn.devices {
      let used = device.usedBytes.map { ", \(NumberText.bytes($0)) in use" } ?? ""
      let memory = device.memoryBytes.map { ", \(NumberText.bytes($0)) of memory\(used)" } ?? ""
      lines.append("  device \(device.id)   \(device.kind)\(memory)")
    }
    return lines
  }
}
