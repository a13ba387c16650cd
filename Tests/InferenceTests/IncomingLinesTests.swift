import Foundation
import Testing
import TestSupport

@testable import Inference

@Suite struct IncomingLinesTests {
  /// What stands in a file, and its lines.
  @Test(arguments: [
    ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]),
    ("a\r\n\r\nb\r", ["a", "", "b"]),
    ("é\n東京\n", ["é", "東京"]), ("a\n\n\n", ["a", "", ""]),
    (String(repeating: "x", count: 200_000) + "\ny", [String(repeating: "x", count: 200_000), "y"]),
  ])
  func linesOfAFile(_ text: String, _ expected: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "in")
    let file = try #require(FileHandle(forReadingAtPath: folder.path + "/in"))
    var lines = IncomingLines(descriptor: file.fileDescriptor)
    var found: [String] = []
    // A file is never waited for.
    while let line = try lines.next(atPause: { Issue.record("a pause") }) { found.append(line) }
    #expect(found == expected)
    #expect(try lines.next() == nil)
  }

  /// Lines that are there are given without a pause; before it waits, it says so.
  @Test func pauses_comeBeforeWaiting() throws {
    let pipe = Pipe()
    var lines = IncomingLines(descriptor: pipe.fileHandleForReading.fileDescriptor)
    func write(_ text: String) throws { try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }
    var pauses = 0
    try write("one\ntwo\nthr")
    #expect(try lines.next { pauses += 1 } == "one")
    #expect(try lines.next { pauses += 1 } == "two")
    #expect(pauses == 0)
    let third = try lines.next {
      pauses += 1
      try write(pauses == 1 ? "e" : "e\nfour")
    }
    #expect(third == "three" && pauses == 2)
    let fourth = try lines.next {
      pauses += 1
      try pipe.fileHandleForWriting.close()
    }
    #expect(fourth == "four" && pauses == 3)
    #expect(try lines.next() == nil)
  }

  @Test func descriptorThatIsNone_isAnError() {
    var lines = IncomingLines(descriptor: -1)
    #expect(throws: (any Error).self) { try lines.next() }
  }
}
