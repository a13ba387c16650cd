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
    let error = #expect(throws: FileError.self) { try VocabularyFile.open(folder.path) }
    #expect(error?.description.contains("no vocabulary file 'spiece.model' or 'tokenizer.json'") == true)
    #expect(error?.category == .data && VocabularyFile.path(in: folder.path) == nil)

    let json = folder.appendingPathComponent("tokenizer.json")
    try Fixture.data("transformers4/rules.json").write(to: json)
    #expect(VocabularyFile.path(in: folder.path) == json.path)
    let tokenizer = try VocabularyFile.open(folder.path)
    #expect(tokenizer.files.map(\.name) == ["tokenizer.json"])
    #expect(try VocabularyFile.open(json.path).vocabularySize == tokenizer.vocabularySize)

    // With both, the model it was made from wins.
    try Fixture.data("identity.model").write(to: folder.appendingPathComponent("spiece.model"))
    let size = try VocabularyFile.open(Fixture.path("identity.model")).vocabularySize
    #expect(try VocabularyFile.open(folder.path).vocabularySize == size)
    #expect(try VocabularyFile.open(folder.path).files.map(\.name) == ["spiece.model"])
    #expect(try VocabularyFile.open("bytes").vocabularySize == 384)
  }

  @Test func `a missing file is named with its neighbour`() throws {
    let error = #expect(throws: FileError.self) { try VocabularyFile.open(Fixture.path("identiti.model")) }
    #expect(error?.description.contains("identity.model") == true)
  }

  @Test(arguments: [("identity.model", 100), ("transformers5/rules.json", 100), ("bytes", 125)])
  func `counts sentinels`(name: String, count: Int) throws {
    let path = name == "bytes" ? name : Fixture.path(name)
    #expect(try VocabularyFile.open(path).sentinelCount == count)
  }
}
