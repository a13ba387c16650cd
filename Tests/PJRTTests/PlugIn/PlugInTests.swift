import CPJRT
import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import PJRT

@Suite struct PlugInTests {
  @Test func missingFile_isToldWithTheNearestName() throws {
    let folder = try TemporaryFolder(["xla_cuda_plugin.so": ""])
    let error = thrown(PlugInError.self) { _ = try PlugIn(path: folder.file("xla_cuda_plugins.so")) }
    #expect(error?.reason == .missing(similar: "xla_cuda_plugin.so"))
    #expect(error?.description.contains("Did you mean 'xla_cuda_plugin.so'?") == true)
    #expect(thrown(PlugInError.self) { _ = try PlugIn(path: folder.path) }?.reason == .missing(similar: nil))
  }

  @Test func fileThatIsNoLibrary_isToldInTheSystemsWords() throws {
    let folder = try TemporaryFolder(["text.so": "no library"])
    let error = thrown(PlugInError.self) { _ = try PlugIn(path: folder.file("text.so")) }
    guard case .notLoaded(let reason) = error?.reason else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty && error?.nextStep?.contains("make plugin") == true)
  }

  #if os(Linux)
    /// The C library of this process is a library like any other.
    @Test func libraryOfAnotherKind_lacksTheEntry() throws {
      // A file that the system makes up as it is read.
      let file = try #require(FileHandle(forReadingAtPath: "/proc/self/maps"))
      var bytes = Data()
      while let piece = try file.read(upToCount: 4096), !piece.isEmpty { bytes += piece }
      let maps = String(decoding: bytes, as: UTF8.self)
      let line = try #require(maps.split(separator: "\n").first { $0.contains("/libc.so") })
      let path = String(try #require(line.split(separator: " ").last))
      #expect(thrown(PlugInError.self) { _ = try PlugIn(path: path) } == PlugInError(path, .noEntry))
    }
  #endif

  @Test(arguments: [
    (0, 54, PlugInError.Reason.tooOld(.init(0, 54))), (0, 80, .tooOld(.init(0, 80))), (0, 81, nil),
    (0, 116, nil), (0, 999, nil), (1, 0, .tooNew(.init(1, 0))),
  ])
  func version_decidesWhetherThePlugInIsUnderstood(
    major: Int, minor: Int, reason: PlugInError.Reason?
  ) throws {
    var table = PJRT_Api()
    table.struct_size = MemoryLayout<PJRT_Api>.size
    table.pjrt_api_version.major_version = Int32(major)
    table.pjrt_api_version.minor_version = Int32(minor)
    let error = thrown(PlugInError.self) { _ = try PlugIn.checkedVersion(of: table, path: "a.so") }
    #expect(error?.reason == reason)
    table.struct_size = 8
    #expect(
      thrown(PlugInError.self) { _ = try PlugIn.checkedVersion(of: table, path: "a.so") }?.reason == .noTable)
  }

  @Test(.needsPlugIn) func plugIn_tellsVersionAndAttributes() throws {
    let plugIn = try TestPlugIn.plugIn()
    #expect(plugIn.version >= PlugIn.oldestVersion && plugIn.vendor.files.isEmpty)
    #expect(plugIn.attributes["xla_version"] != nil)
    guard case .integers(let version) = plugIn.attributes["stablehlo_current_version"] else {
      Issue.record("The attributes are \(plugIn.attributes).")
      return
    }
    #expect(version.count == 3 && version[0] >= 1)
  }

  @Test(.needsPlugIn) func plugIn_loadedAgain_isTheSameLibrary() throws {
    let plugIn = try TestPlugIn.plugIn()
    let again = try PlugIn(path: plugIn.path)
    #expect(again.version == plugIn.version && again.attributes == plugIn.attributes)
    let client = try PJRTClient(again, options: ["cpu_device_count": .integer(1)])
    #expect(try client.buffer([Float(3)], .float32, [1]).elements(Float.self, 1) == [3])
  }

  /// The table ends behind the last call that is used, or later; what is behind its end is no call.
  @Test(.needsPlugIn) func calls_areFoundAsFarAsTheTableReaches() throws {
    let plugIn = try TestPlugIn.plugIn()
    #expect(plugIn.function(PJRT_Executable_GetCompiledMemoryStats) != nil)
    #expect(plugIn.function(PJRT_Function(rawValue: 100_000)) == nil)
  }
}
