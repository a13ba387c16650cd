import Diagnostics
import Foundation
import Storage
import Testing
import TestSupport

/// Files that are written where somebody has put a link.
@Suite struct LinkTests {
  private let folder: TemporaryFolder
  private var link: String { folder.file("link") }
  private var victim: String { folder.file("victim") }

  init() throws {
    folder = try TemporaryFolder()
    try Data("mine".utf8).write(to: URL(fileURLWithPath: victim))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: victim)
  }

  @Test func aFileThatGrowsIsNotTheOneThatALinkLeadsTo() throws {
    #expect(throws: FileError.link(path: link, target: victim)) { try GrowingFile(link) }
    #expect(throws: FileError.link(path: link, target: victim)) { try GrowingFile(link, keeping: 0) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: victim)) == Data("mine".utf8))
  }

  @Test func aLockIsNotTheFileThatALinkLeadsTo() throws {
    #expect(throws: FileError.link(path: link, target: victim)) { try FileLock(link) }
    #expect(throws: FileError.link(path: link, target: victim)) { _ = try FileLock.attempt(link) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: victim)) == Data("mine".utf8))
  }

  /// A link that leads nowhere would make a file there.
  @Test func aLinkThatLeadsNowhereIsNamedToo() throws {
    let loose = folder.file("loose")
    try FileManager.default.createSymbolicLink(atPath: loose, withDestinationPath: "nowhere")
    let error = #expect(throws: FileError.self) { try GrowingFile(loose) }
    #expect(error?.description.contains("is a symbolic link to 'nowhere'") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere")))
  }
}
