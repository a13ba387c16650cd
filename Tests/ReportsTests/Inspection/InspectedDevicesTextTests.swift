import Foundation
import Inspection
import JSON
import Testing
import Text

@testable import Reports

@Suite struct InspectedDevicesTextTests {
  private static func page(_ plugIns: String) throws -> InspectedDevices {
    try EventCoding.decode(
      InspectedDevices.self,
      from: Data(
        """
        {"processor": {"name": "Ryzen", "threads": 2, "kernels": "x86-64-v4", "matrixProducts": "its own", \
        "memoryBytes": 4000000000}, "plugIns": [\(plugIns)], "places": ["/a", "/b"], "advice": "Get one."}
        """.utf8))
  }

  @Test func withoutPlugIns_thePlacesAreNamed() throws {
    #expect(
      try InspectedDevicesText.textLines(Self.page("")) == [
        "the processor by itself (runtime.kind=cpu)", "  processor  Ryzen, 2 threads",
        "  memory     \(NumberText.bytes(4_000_000_000))",
        "  kernels    x86-64-v4; matrix products by its own", "",
        "no plug-in of XLA's (runtime.kind=xla); looked for in", "  /a", "  /b", "", "Get one.",
      ])
  }

  @Test func plugIns_haveTheirDevicesOrTheReasonWhyNot() throws {
    let lines = try InspectedDevicesText.textLines(
      Self.page(
        """
        {"name": "cuda13", "path": "/c.so", "place": "/", "interface": "PJRT 0.116", "platform": "cuda", \
        "platformVersion": "13", "isTaken": true, "devices": [{"id": 0, "kind": "NVIDIA H200", \
        "memoryBytes": 140000000000, "usedBytes": 0}, {"id": 1, "kind": "cpu"}]},
        {"name": "tpu", "path": "/t.so", "place": "/", "devices": [], "problem": "no TPU", "isTaken": false}
        """))
    #expect(
      lines[5..<13] == [
        "XLA, plug-in cuda13 (runtime.kind=xla runtime.plugin=cuda13), taken where no plug-in is named",
        "  file       /c.so", "  version    PJRT 0.116, cuda, 13",
        "  device 0   NVIDIA H200, \(NumberText.bytes(140_000_000_000)) of memory, 0 B in use",
        "  device 1   cpu", "",
        "XLA, plug-in tpu (runtime.kind=xla runtime.plugin=tpu)", "  file       /t.so",
      ])
    #expect(lines[13] == "  cannot be used: no TPU" && lines.last == "Get one.")
  }
}
