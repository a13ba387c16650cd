import Diagnostics
import Foundation
import Testing

@testable import Training

@Suite struct AtomicFileTests {
  @Test func write_replacesAndLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("one", to: folder.path + "/x")
    try AtomicFile.write("two", to: folder.path + "/x")
    #expect(try folder.read("x") == "two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x"])
  }

  @Test func refusedWrite_leavesTheOldFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("kept", to: "x/inner")
    #expect { try AtomicFile.write("new", to: folder.path + "/x") } throws: {
      ($0 as? FileError)?.category == .inputOutput
    }
    #expect { try AtomicFile.write("new", to: folder.path + "/no/x") } throws: {
      ($0 as? FileError)?.category == .inputOutput
    }
    #expect(try folder.read("x/inner") == "kept")
  }
}
