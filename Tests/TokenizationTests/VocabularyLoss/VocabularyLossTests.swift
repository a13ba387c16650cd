import Foundation
import Testing
@testable import Tokenization

@Suite struct VocabularyLossTests {
  private static let tokenizers = Result {
    try ["nmt_nfkc", "rules", "identity", "spaces", "bytes"].map { name in
      (name: name, tokenizer: try SentencePieceTokenizer(contentsOf: Fixture.path("\(name).model")))
    }
  }

  private static func loss(_ name: String, _ lines: [String], isEnded: Bool = true) throws -> VocabularyLoss {
    let tokenizer = try #require(try tokenizers.get().first { $0.name == name }?.tokenizer)
    var meter = VocabularyLossMeter(tokenizer)
    for line in lines {
      var line = line
      line.withUTF8 { meter.add($0, isEnded: isEnded) }
    }
    return meter.loss
  }

  private static func list(_ counts: CharacterCounts) -> [String] {
    counts.mostFrequent(10).map { entry in
      "\(entry.codePoints)\(entry.replacement.map { ">\($0)" } ?? "") \(entry.count)"
    }
  }

  @Test func `a line that comes back loses nothing`() throws {
    let loss = try Self.loss("nmt_nfkc", ["The baker sorts every letter", ""], isEnded: false)
    var expected = VocabularyLoss()
    expected.lines = 2
    expected.exactLines = 2
    expected.characters = 28
    expected.tokens = loss.tokens
    #expect(loss == expected && loss.tokens > 4 && loss.exactShare == 1)
  }

  @Test func `parts add up to the whole, and a text is its lines`() throws {
    let texts = ["a  b\nC {", "\t{x}\n", "", "\n\n y"]
    for name in ["nmt_nfkc", "rules", "spaces"] {
      let tokenizer = try #require(try Self.tokenizers.get().first { $0.name == name }?.tokenizer)
      var whole = VocabularyLossMeter(tokenizer)
      var lines = VocabularyLossMeter(tokenizer)
      var sum = VocabularyLoss()
      for text in texts {
        whole.add(text)
        var part = VocabularyLossMeter(tokenizer)
        part.add(text)
        sum.merge(part.loss)
        var parts = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let last = parts.removeLast()
        for var line in parts { line.withUTF8 { lines.add($0) } }
        if var last = last.isEmpty ? nil : last { last.withUTF8 { lines.add($0, isEnded: false) } }
      }
      #expect(whole.loss == sum && whole.loss == lines.loss && whole.loss.lines == 6)
    }
  }

  struct Spaces: Sendable {
    var line: String
    var runs = 0
    var lost = 0
    var trimmed = 0
  }

  @Test(arguments: [
    Spaces(line: "a b"), Spaces(line: "a  b", runs: 1, lost: 1), Spaces(line: " a", trimmed: 1),
    Spaces(line: "a   b    a", runs: 2, lost: 5), Spaces(line: "  a  b   ", runs: 1, lost: 1, trimmed: 5),
    Spaces(line: "   ", trimmed: 3), Spaces(line: "a\u{A0} b", runs: 1, lost: 1),
    Spaces(line: "\t\ta", trimmed: 2), Spaces(line: "\u{3000}a \t b", runs: 1, lost: 2, trimmed: 1),
    Spaces(line: "  a  <extra_id_0>  b  ", trimmed: 4), Spaces(line: "<extra_id_0>  b  ", trimmed: 2),
    Spaces(line: "  <extra_id_0>", trimmed: 2), Spaces(line: "a  b<extra_id_0>a  b", runs: 2, lost: 2),
  ])
  func `counts spaces`(_ spaces: Spaces) throws {
    let loss = try Self.loss("nmt_nfkc", [spaces.line])
    #expect(loss.collapsedRuns == spaces.runs && loss.collapsedSpaces == spaces.lost, "\(spaces.line)")
    #expect(loss.trimmedSpaces == spaces.trimmed && loss.trimmedLines == min(1, spaces.trimmed))
    // A model that keeps spaces loses none.
    let kept = try Self.loss("spaces", [spaces.line])
    #expect(kept.collapsedRuns == 0 && kept.collapsedSpaces == 0 && kept.trimmedSpaces == 0)
  }

  @Test func `counts white space that becomes a space`() throws {
    let loss = try Self.loss("nmt_nfkc", ["a\tb\u{A0}c", "a\tb\u{3000}c\t"])
    #expect(Self.list(loss.otherWhiteSpace) == ["U+0009 3", "U+00A0 1", "U+3000 1"])
    #expect(loss.otherWhiteSpace.total == 5 && loss.changed.total == 0 && loss.exactLines == 0)
    #expect(try Self.loss("identity", ["a\tb"]).otherWhiteSpace.total == 0)
  }

  @Test func `counts unknown characters`() throws {
    let loss = try Self.loss("nmt_nfkc", ["😀😀 The 龘 baker 😀", "👍"])
    #expect(Self.list(loss.unknown) == ["U+1F600 3", "U+9F98 1", "U+1F44D 1"])
    #expect(loss.unknown.total == 5 && loss.exactLines == 0)
    #expect(try Self.loss("identity", ["a\tb"]).unknown.total == 1)
    // A vocabulary with bytes has no unknown characters.
    let bytes = try Self.loss("bytes", ["😀 龘"])
    #expect(bytes.unknown.total == 0 && bytes.exactLines == 1)
  }

  @Test func `counts what normalization changes`() throws {
    let loss = try Self.loss("nmt_nfkc", ["Ａ ﬁ e\u{301} ①", "ﬁ a\u{200B}b \u{7}"])
    let changes = Self.list(loss.changed)
    #expect(changes[0] == "U+FB01>fi 2")
    #expect(changes.contains("U+FF21>A 1") && changes.contains("U+0065 U+0301>é 1"))
    #expect(changes.contains("U+0007> 1") && changes.contains { $0.hasPrefix("U+200B>") })
    #expect(loss.changed.total == 7)
    #expect(Self.list(try Self.loss("identity", ["a\u{2581}b"]).changed) == ["U+2581>  1"])
  }

  @Test func `counts line ends that would be lost`() throws {
    #expect(try Self.loss("nmt_nfkc", ["The", "baker"]).lostNewlines == 2)
    #expect(try Self.loss("nmt_nfkc", ["The", "baker"], isEnded: false).lostNewlines == 0)
    var bytes = VocabularyLossMeter(ByteTokenizer())
    Array("a".utf8).withUnsafeBufferPointer { bytes.add($0) }
    #expect(bytes.loss.lostNewlines == 0 && bytes.loss.exactLines == 1)
    let pieces: [(String, Float, VocabularyMessage.Piece.Kind)] = [("a", -1, .normal), ("\n", -1, .normal)]
    let keeping = try SentencePieceTokenizer(model: Fixture.model(pieces), source: "m")
    var meter = VocabularyLossMeter(keeping)
    Array("a".utf8).withUnsafeBufferPointer { meter.add($0) }
    #expect(meter.loss.lostNewlines == 0)
  }

  @Test func `counts sentinels and lines that are no UTF-8`() throws {
    let loss = try Self.loss("nmt_nfkc", ["a <extra_id_0> b<extra_id_1>", "<extra_id_100>"])
    #expect(loss.sentinels == 2)
    var meter = VocabularyLossMeter(try VocabularyFile.open(Fixture.path("nmt_nfkc.model")))
    [0x61, 0xFF, 0x62].withUnsafeBufferPointer { meter.add($0) }
    #expect(meter.loss.invalidLines == 1 && meter.loss.exactLines == 0 && meter.loss.characters == 3)
  }

  /// What does not come back has a reason, and what has none comes back.
  @Test(arguments: ["nmt_nfkc", "rules", "identity"])
  func `every line that does not come back has a reason`(name: String) throws {
    let cases = try #require(try Fixture.json("cases.json", [String: Fixture.Cases].self)[name])
    for text in cases.encoded.compactMap(\.text) where !text.contains("extra_id") && !text.contains("⁇") {
      let loss = try Self.loss(name, [text])
      let reasons =
        loss.collapsedSpaces + loss.trimmedSpaces + loss.otherWhiteSpace.total + loss.unknown.total
        + loss.changed.total
      #expect((loss.exactLines == 1) == (reasons == 0), "\(text.debugDescription): \(loss)")
    }
  }

  @Test func `the table names everything`() throws {
    let loss = try Self.loss("nmt_nfkc", ["  Ａ\tb  c 😀", "The baker"])
    let table = loss.table(named: "notes.txt")
    let rows = table.split(separator: "\n").map(String.init)
    #expect(rows[0] == "notes.txt" && rows.count == 13)
    for part in [
      "50.00 %", "1 space lost", "2 leading or trailing spaces lost", "U+0009 x1", "😀 U+1F600 x1",
      "Ａ U+FF21 -> A x1",
    ] {
      #expect(table.contains(part), "\(part) is not in\n\(table)")
    }
  }

  @Test func `the table spells what a terminal does not show`() throws {
    let table = try Self.loss("nmt_nfkc", ["\u{7} \u{9DF} a\u{200C}b"]).table(named: "notes.txt")
    for part in ["U+0007 dropped x1", "U+09DF -> U+09AF U+09BC x1", "U+200C -> space x1"] {
      #expect(table.contains(part), "\(part) is not in\n\(table)")
    }
  }

  @Test func `JSON has every count`() throws {
    let loss = try Self.loss("nmt_nfkc", ["  Ａ\tb  c 😀", "The baker"])
    let line = try loss.json(file: "notes.txt")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["file"] as? String == "notes.txt" && object["lines"] as? Int == 2)
    #expect(object["collapsedRuns"] as? Int == 1 && object["lostNewlines"] as? Int == 2)
    #expect(object["exactShare"] as? Double == 0.5 && !line.contains("\n"))
    let unknown = try #require(object["unknownCharacters"] as? [String: Any])
    let first = try #require((unknown["mostFrequent"] as? [[String: Any]])?.first)
    #expect(first["codePoints"] as? String == "U+1F600" && first["count"] as? Int == 1)
  }
}

@Suite struct WrittenTextTests {
  @Test func bytesLoseNothing() {
    for text in ["", "a … ½ { }", "日本語"] {
      let written = WrittenText(text, by: ByteTokenizer())
      #expect(written.text == text && written.unknownShare == 0 && written.lost.isEmpty)
      #expect(!written.isUnwritable)
    }
  }

  @Test func whatIsUnknownIsNamed() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    let folded = WrittenText("Ｔhe  baker", by: tokenizer)
    #expect(folded.text == "The baker" && folded.unknownShare == 0 && !folded.isUnwritable)
    let partly = WrittenText("The baker {", by: tokenizer)
    #expect(partly.lost == ["{ U+007B"] && partly.unknownShare == 1 / 9.0 && !partly.isUnwritable)
    let wholly = WrittenText("{ { }", by: tokenizer)
    #expect(wholly.unknownShare == 1 && wholly.isUnwritable && wholly.lost == ["{ U+007B", "} U+007D"])
  }
}
