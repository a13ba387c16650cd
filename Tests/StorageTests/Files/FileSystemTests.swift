import Diagnostics
import Foundation
import Storage
@testable import Storage
import TestSupport
import Testing

/// Folders that several processes make at once, such as those of caches.
@Suite struct FileSystemTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Someone else makes each missing folder just before we do.
  @Test func foldersThatOthersMakeMeanwhileAreTaken() throws {
    let racing = FileSystem { operation, path throws(SystemFailure) in
      if operation == .createFolder { _ = mkdir(path, 0o777) }
    }
    let path = folder.file("a/b/c")
    try racing.createFolders(path)
    try racing.createFolders(path)
    var isFolder: ObjCBool = false
    #expect(FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue)
    // Only what is asked to be new may not be there.
    #expect(throws: FileError.self) { try racing.createFolder(folder.file("d")) }
  }

  @Test func filesThatOthersMakeMeanwhileAreRefused() throws {
    let racing = FileSystem { operation, path throws(SystemFailure) in
      if operation == .createFolder { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    }
    #expect(throws: FileError.self) { try racing.createFolders(folder.file("a")) }
    #expect(throws: FileError.self) { try racing.createFolders(folder.file("a/b")) }
  }

  @Test func aRefusalIsToldWhereNoFolderIs() throws {
    let full = FileSystem { _, _ throws(SystemFailure) in throw SystemFailure(code: ENOSPC) }
    #expect(throws: FileError.self) { try full.createFolders(folder.file("a")) }
    #expect(!FileManager.default.fileExists(atPath: folder.file("a")))
  }

  @Test func manyAtOnceFindTheirFolder() async throws {
    for round in 0..<20 {
      let path = folder.file("\(round)/a/b")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 { group.addTask { try FileSystem.standard.createFolders(path) } }
        try await group.waitForAll()
      }
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }
}

@Suite struct StepNameTests {
  @Test(arguments: [
    (0, "step-00000000"), (500, "step-00000500"), (99_999_999, "step-99999999"),
    (100_000_000, "step-100000000"),
    (123_456_789, "step-123456789"),
  ])
  func names(step: Int, name: String) {
    #expect(StepName.text(step) == name)
    #expect(StepName.step(of: name) == step)
  }

  @Test(arguments: [
    "", "step-", "step-1", "step-0000000500", "step-000005000", "step--0000001", "step-+0000001",
    "step-0000050x",
    "best",
  ])
  func otherNames(name: String) { #expect(StepName.step(of: name) == nil) }
}
