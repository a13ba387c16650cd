import Diagnostics
import Foundation
import Testing

@testable import Tokenization

@Suite struct VocabularyFileTests {
  @Test func `opens a file, a folder and the word bytes`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "VocabularyFileTests-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: FileError.empty(path: folder.path, what: "vocabulary file 'spiece.model'")) {
      try VocabularyFile.open(folder.path)
    }
    try Fixture.data("identity.model").write(to: folder.appendingPathComponent("spiece.model"))
    let size = try VocabularyFile.open(Fixture.path("identity.model")).vocabularySize
    #expect(try VocabularyFile.open(folder.path).vocabularySize == size)
    #expect(try VocabularyFile.open("bytes").vocabularySize == 384)
  }

  @Test func `a missing file is named with its neighbour`() throws {
    let error = #expect(throws: FileError.self) { try VocabularyFile.open(Fixture.path("identiti.model")) }
    #expect(error?.description.contains("identity.model") == true)
  }
}
