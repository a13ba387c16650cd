import Foundation
import Testing

@testable import Tokenization

/// Folders with sentinels and added tokens, against transformers (`Tests/References/added_tokens.py`).
@Suite struct AddedTokensParityTests {
  private struct Reference: Decodable {
    var texts: [String]
    var folders: [Folder]
  }

  private struct Folder: Decodable {
    var name: String
    var base: String
    /// By name the text of a file; where the base is a `tokenizer.json`, by id what is added to it.
    var files: [String: String]
    /// `nil` where a difference is known, which the script names.
    var ids: [[Int32]?]
    var decoded: [String?]

    /// Writes the folder and opens its tokenizer.
    func open() throws -> any Tokenizer {
      let url = FileManager.default.temporaryDirectory.appendingPathComponent("AddedTokens-\(UUID())")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: url) }
      var contents = files.mapValues { Data($0.utf8) }
      if base.hasSuffix(".json") {
        contents = ["tokenizer.json": try appendedFile()]
      } else {
        contents["spiece.model"] = try Fixture.data(base)
      }
      for (name, data) in contents { try data.write(to: url.appendingPathComponent(name)) }
      return try VocabularyFile.open(url.path)
    }

    private func appendedFile() throws -> Data {
      let tokens = files.sorted { $0.key < $1.key }.map { "{\"id\":\($0.key),\($0.value.dropFirst())" }
      let text = String(decoding: try Fixture.data(base), as: UTF8.self)
      let end = "],\"normalizer\""
      return Data(text.replacingOccurrences(of: end, with: "," + tokens.joined(separator: ",") + end).utf8)
    }
  }

  private static func reference() throws -> Reference {
    try Fixture.json("tokenizer_folders.json", Reference.self)
  }

  @Test(arguments: [
    "no sentinels", "100 sentinels", "200 sentinels", "sentinels in the pieces",
    "sentinels in the pieces and added tokens", "added_tokens.json", "added_tokens_decoder",
    "additional_special_tokens", "tokenizer.json", "tokenizer.json with flags",
    "tokenizer.json with normalized tokens", "tokenizer.json cut into words",
  ])
  func `ids and texts are those of transformers`(name: String) throws {
    let reference = try Self.reference()
    let folder = try #require(reference.folders.first { $0.name == name })
    let tokenizer = try folder.open()
    #expect(reference.texts.count > 100 && folder.ids.count == reference.texts.count)
    for (index, text) in reference.texts.enumerated() {
      guard let ids = folder.ids[index] else { continue }
      #expect(tokenizer.encode(text) == ids, "\(text.debugDescription)")
      guard let decoded = folder.decoded[index] else { continue }
      #expect(Fixture.isSame(tokenizer.decode(ids), decoded), "\(text.debugDescription)")
    }
  }

  @Test func `every folder of the script is tried, and its texts hold each token`() throws {
    let reference = try Self.reference()
    #expect(reference.folders.count == 12)
    for folder in reference.folders where folder.files.values.contains(where: { $0.contains("<NL>") }) {
      let names = try folder.open().addedTokens.map(\.text)
      #expect(names.sorted() == ["<NL>", "<ORG>", "[W]"], "\(folder.name)")
    }
  }

  @Test(arguments: [
    "added_tokens.json", "added_tokens_decoder", "sentinels in the pieces and added tokens", "200 sentinels",
  ])
  func `a written tokenizer.json gives the same ids`(name: String) throws {
    let reference = try Self.reference()
    let folder = try #require(reference.folders.first { $0.name == name })
    let json = try #require(try (folder.open() as? SentencePieceTokenizer)?.tokenizerJSON())
    let read = try SentencePieceTokenizer(tokenizerJSON: json, source: "t")
    for (text, ids) in zip(reference.texts, folder.ids) {
      #expect(read.encode(text) == ids, "\(text.debugDescription)")
    }
  }

  @Test(arguments: ["added_tokens.json", "tokenizer.json with normalized tokens"])
  func `added tokens are no losses`(name: String) throws {
    let folder = try #require(try Self.reference().folders.first { $0.name == name })
    let tokenizer = try #require(try folder.open() as? SentencePieceTokenizer)
    var loss = VocabularyLoss()
    var line = "The baker <ORG> counts <extra_id_0>"
    line.withUTF8 { tokenizer.countLosses(of: $0, in: &loss) }
    #expect(loss.sentinels == 1 && loss.unknown.total == 0)
  }
}
