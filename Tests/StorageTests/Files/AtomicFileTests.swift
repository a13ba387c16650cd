import Diagnostics
import Foundation
import Storage
import Testing
import TestSupport

@Suite struct AtomicFileTests {
  @Test func write_replacesAndLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("one", to: folder.path + "/x")
    try AtomicFile.write("two", to: folder.path + "/x")
    #expect(try folder.read("x") == "two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x"])
  }

  /// Whichever of its changes the system refuses.
  @Test(arguments: [FileOperation.createFile, .write, .synchronize, .rename])
  func refusedChange_leavesTheOldFile_andNothingElse(refused: FileOperation) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x"
    try AtomicFile.write("old", to: path)
    let full = FileSystem { operation, _ throws(SystemFailure) in
      if operation == refused { throw SystemFailure(code: ENOSPC) }
    }
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write(Data("new".utf8), to: path, fileSystem: full)
    }
    let reason = String(cString: strerror(ENOSPC))
    #expect(error == .refused(path: path, operation: "write the file", reason: reason))
    #expect(try folder.read("x") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x"])
  }

  /// What a process left that ended while it wrote is in nobody's way.
  @Test func staleDraft_isReplaced() throws {
    let folder = try TemporaryFolder()
    try folder.write("torn", to: "x" + AtomicFile.draftSuffix)
    try AtomicFile.write("whole", to: folder.path + "/x")
    #expect(try folder.read("x") == "whole")
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
