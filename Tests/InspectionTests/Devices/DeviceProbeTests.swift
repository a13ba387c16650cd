import Autograd
import CommandsTestSupport
import Foundation
import TestSupport
import Testing

@testable import Inspection
@testable import PJRT

/// Plug-ins are looked at by another process, whatever becomes of it; here it is a script of the shell, which gets the
/// plug-in's path as `$1`.
@Suite(.ownThread) struct DeviceProbeTests {
  private static let found = PlugInSearch.Candidate(name: "cuda13", path: "/p/a.so", place: "here")

  /// Looks by a script. Of its end this process may hear late: behind all other tests, who share its few threads.
  private static func look(_ script: String, patience: Duration = .seconds(86_400)) -> InspectedPlugIn {
    DeviceProbe(command: ["/bin/sh", "-c", script, "probe"], patience: patience).look(at: found)
  }

  @Test func whatTheProcessHasSeen_isTaken() {
    let seen = Self.look(
      """
      echo '{"name": "x", "path": "'"$1"'", "place": "x", "interface": "PJRT 0.115", "platform": "cuda",'
      echo ' "platformVersion": "13", "devices": [{"id": 0, "kind": "NVIDIA H200", "memoryBytes": 5}]}'
      """)
    #expect(seen.name == "cuda13" && seen.path == "/p/a.so" && seen.place == "here")
    #expect(seen.interface == "PJRT 0.115" && seen.platform == "cuda" && seen.problem == nil)
    #expect(seen.devices == [.init(id: 0, kind: "NVIDIA H200", memoryBytes: 5, usedBytes: nil)])
  }

  @Test(arguments: [
    (
      "echo 'error: /p/a.so: could not start: no driver' >&2; echo '  Install one.' >&2; exit 1",
      "could not start: no driver"
    ),
    ("echo 'F0000 check failed' >&2; kill -ABRT $$", "its process was ended by signal 6: F0000 check failed"),
    ("exit 3", "its process ended with exit code 3"), ("echo nonsense", "its process ended with exit code 0"),
  ])
  func whatGoesWrongThere_isTheReason(_ script: String, _ problem: String) {
    let seen = Self.look(script)
    #expect(seen.problem == problem && seen.devices.isEmpty && seen.interface == nil)
  }

  @Test func whatHangs_isGivenUp() {
    let seen = Self.look("exec sleep 600", patience: .milliseconds(200))
    #expect(seen.problem?.hasPrefix("has not started within") == true, "\(seen.problem ?? "")")
  }

  @Test func programThatIsNotThere_isTold() {
    let seen = DeviceProbe(command: ["/nowhere/flan-train"]).look(at: Self.found)
    #expect(seen.problem?.contains("/nowhere/flan-train") == true)
  }

  /// The list has what the search finds, in its order, and marks what a recipe would get.
  @Test func list_marksWhatIsTaken() throws {
    let folder = try TemporaryFolder()
    let site = "venv/lib/python3.12/site-packages"
    try folder.write("", to: "\(site)/jax_plugins/xla_cuda13/xla_cuda_plugin.so")
    try folder.write("", to: ".build/plugins/lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so")
    let processor = InspectedDevices.Processor(
      name: "P", memoryBytes: 1,
      runtime: RuntimeDescription(name: "CPU", threads: 2, kernels: "k", matrixProducts: "m"))
    func page(_ environment: [String: String]) -> InspectedDevices {
      InspectedDevices(
        processor, PlugInSearch(environment: environment, folder: folder.path),
        DeviceProbe(command: ["/bin/sh", "-c", "exit 3", "probe"]))
    }
    let venv = ["VIRTUAL_ENV": folder.file("venv")]
    let found = page(venv)
    #expect(found.plugIns.map(\.name) == ["cpu", "cuda13"] && found.problem == nil)
    #expect(found.plugIns.map(\.isTaken) == [false, true])
    let named = page(venv.merging(["FLAN_TRAIN_PJRT": "cpu"]) { $1 })
    #expect(named.plugIns.map(\.isTaken) == [true, false])
    let other = page(["FLAN_TRAIN_PJRT": "my.so"])
    #expect(
      other.plugIns.map(\.path) == [
        "my.so", folder.file(".build/plugins/lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so"),
      ])
    #expect(other.plugIns.map(\.isTaken) == [true, false])
    let wrong = page(["FLAN_TRAIN_PJRT": "tpu"])
    #expect(wrong.problem?.contains("'tpu'") == true && wrong.plugIns.map(\.isTaken) == [false])
    #expect(wrong.places == [folder.file(".build/plugins"), folder.file(".venv/lib/python*/site-packages")])
  }
}
