import Diagnostics
@testable import Instructions
import Testing

@Suite struct HeldOutIndexTests {
  private func grams(_ text: String, _ length: Int) -> [(hash: UInt64, text: String)] {
    var grams = WordGrams(length: length)
    var found: [(UInt64, String)] = []
    _ = grams.forEach(in: text) { hash, _, bytes in
      found.append((hash, String(decoding: Array(text.utf8)[bytes], as: UTF8.self)))
    }
    return found
  }

  @Test(arguments: 1...5) func runsOfWords_areHashedAloneAndInText(_ length: Int) {
    let words = (0..<12).map { "w\($0 % 7)" }
    let found = grams(words.joined(separator: " "), length)
    #expect(found.count == words.count - length + 1)
    for (start, gram) in found.enumerated() {
      let run = words[start..<start + length].joined(separator: " ")
      #expect(gram.text == run)
      #expect(gram.hash == grams(run, length).first?.hash, "what stands before does not count")
    }
  }

  @Test func phrasesOfManyTexts_areNoTexts() throws {
    var index = HeldOutIndex(length: 3)
    for number in 0..<12 {
      index.add("choose the best \(number) \(number) \(number)", at: .init(file: "f", line: number))
    }
    let phrase = try #require(grams("choose the best", 3).first)
    let own = try #require(grams("5 5 5", 3).first)
    #expect(index.owner(of: phrase.hash) == nil)
    #expect(index.owner(of: own.hash) == 5)
    // Three runs besides the common one.
    #expect(index.owned == Array(repeating: 3, count: 12))
  }

  @Test func growsAndFindsAll() throws {
    var index = HeldOutIndex(length: 4)
    let texts = (0..<2_000).map { "a\($0) b\($0) c\($0) d\($0) e\($0)" }
    for (line, text) in texts.enumerated() { index.add(text, at: .init(file: "f", line: line)) }
    for (line, text) in texts.enumerated() {
      for gram in grams(text, 4) { #expect(index.owner(of: gram.hash) == Int32(line)) }
    }
    #expect(index.owner(of: try #require(grams("a b c d", 4).first).hash) == nil)
    index.add("too few words", at: .init(file: "g"))
    #expect(index.count == 2_000)
  }
}

@Suite struct HeldOutSuitesTests {
  @Test func findsTheSuiteOfAName() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "s.json",
      #"{"suites": [{"name": "a", "title": "A", "tasks": ["x_*"]}, {"name": "b", "title": "B", "tasks": ["y"]}]}"#
    )
    let suites = try HeldOutSuites(reading: path)
    #expect(suites.suite(of: "X-1")?.name == "a" && suites.suite(of: "y")?.name == "b")
    #expect(suites.suite(of: "xy") == nil)
  }

  static let broken = [
    ("{}", "suites"), (#"{"suites": [{"name": "a", "title": "A"}]}"#, "tasks"),
    (#"{"suites": [{"name": "a", "title": "A", "tasks": [1]}]}"#, "suites[0].tasks[0]"),
    (#"{"suites": [], "more": 1}"#, "more"),
  ]

  @Test(arguments: broken) func refusesABrokenList(_ text: String, _ part: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("s.json", text)
    #expect(message { _ = try HeldOutSuites(reading: path) }.contains(part))
  }
}
