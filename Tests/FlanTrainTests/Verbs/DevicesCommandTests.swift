import Foundation
import TestSupport
import Testing

/// What can compute here, in folders with no plug-in, a broken one and a good one.
@Suite struct DevicesCommandTests {
  /// Where `make plugin` puts one, below the working folder.
  private static let broken = ".build/plugins/pjrt_c_api_broken_plugin.so"

  /// Runs the command with no environment that leads to a plug-in, or with these variables.
  private static func run(
    _ arguments: [String], in folder: TemporaryFolder, _ variables: [String] = []
  ) throws -> Command.Result {
    let names = ["FLAN_TRAIN_PJRT", "VIRTUAL_ENV", "CONDA_PREFIX"]
    let words = variables.map { "'\($0)'" } + ["\"$0\"", "\"$@\""]
    return try Command.run(
      ["devices"] + arguments, in: folder.path,
      script: "unset \(names.joined(separator: " ")); exec env \(words.joined(separator: " "))")
  }

  private static func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func withoutPlugIns_theProcessorIsThere_andHowToGetOne() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run([], in: folder)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(result.outputLines[0] == "the processor by itself (runtime.kind=cpu)")
    for part in [
      "processor  ", "kernels    ", "no plug-in of XLA's", "\(folder.path)/.build/plugins", "make plugin",
      "pip install jax-cuda13-plugin[with-cuda]",
    ] {
      #expect(result.output.contains(part), "\(part) in\n\(result.output)")
    }
    let page = try Self.object(Self.run(["--json"], in: folder))
    #expect((page["plugIns"] as? [Any])?.isEmpty == true)
    #expect(((page["processor"] as? [String: Any])?["threads"] as? Int ?? 0) >= 1)
  }

  /// What is no library is listed with the system's reason; asked for by name, it is an error.
  @Test func brokenPlugIn_isListedWithTheReason() throws {
    let folder = try TemporaryFolder()
    try folder.write("no library", to: Self.broken)
    let result = try Self.run([], in: folder)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(
      result.output.contains("XLA, plug-in broken (runtime.kind=xla runtime.plugin=broken), taken where"))
    #expect(
      result.output.contains("  cannot be used: could not be loaded as a library: "), "\(result.output)")
    let page = try Self.object(Self.run(["--json"], in: folder))
    let plugIn = try #require((page["plugIns"] as? [[String: Any]])?.first)
    #expect(plugIn["name"] as? String == "broken" && plugIn["isTaken"] as? Bool == true)
    #expect((plugIn["problem"] as? String)?.hasPrefix("could not be loaded") == true)
    for name in ["broken", Self.broken] {
      let named = try Self.run([name], in: folder)
      #expect(named.status == 64 && named.output.isEmpty)
      #expect(named.errors.contains("could not be loaded as a library"), "\(named.errors)")
    }
  }

  @Test func plugInThatIsNotThere_isTold() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: Self.broken)
    let unknown = try Self.run(["brokn"], in: folder)
    #expect(
      unknown.status == 64 && unknown.errors.contains("there is no plug-in 'brokn'"), "\(unknown.errors)")
    #expect(unknown.errors.contains("Did you mean 'broken'?"))
    let path = try Self.run(["a/b.so"], in: folder)
    #expect(path.status == 64 && path.errors.contains("a/b.so: there is no such plug-in"), "\(path.errors)")
    let variable = try Self.run([], in: folder, ["FLAN_TRAIN_PJRT=tpu"])
    #expect(
      variable.status == 0 && variable.errors.contains("warning: FLAN_TRAIN_PJRT: there is no plug-in 'tpu'"))
  }

  @Test(.needsPlugIn) func plugIn_hasItsDevices() throws {
    let folder = try TemporaryFolder()
    try folder.write("no library", to: Self.broken)
    let path = try #require(XLAPlugIn.path)
    let page = try Self.object(Self.run(["--json"], in: folder, ["FLAN_TRAIN_PJRT=\(path)"]))
    let plugIns = try #require(page["plugIns"] as? [[String: Any]])
    #expect(plugIns.map { $0["name"] as? String } == ["cpu", "broken"])
    #expect(plugIns.map { $0["isTaken"] as? Bool } == [true, false])
    #expect(
      (plugIns[0]["interface"] as? String)?.hasPrefix("PJRT 0.") == true
        && plugIns[0]["platform"] as? String == "cpu")
    let devices = try #require(plugIns[0]["devices"] as? [[String: Any]])
    #expect(devices.map { $0["kind"] as? String } == ["cpu"] && plugIns[0]["problem"] == nil)
    let named = try Self.run([path], in: folder)
    #expect(
      named.status == 0 && named.output.contains("  device 0   cpu\n"), "\(named.output)\(named.errors)")
    #expect(!named.output.contains("broken"))
  }
}
