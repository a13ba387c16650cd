import Foundation
import Models
import Storage
import Testing

@testable import Evaluation

@Suite struct EvaluationJournalTests {
  private let path =
    "\(FileManager.default.temporaryDirectory.path)/journal-\(UUID().uuidString)/eval/a.journal"
  private let entries = [
    (key: "1 2", value: "x"), (key: "", value: ""), (key: "line\nfeed\t\"", value: "späte Wörter\u{0}"),
  ]

  private func withFile<Result>(_ body: () throws -> Result) throws -> Result {
    let folder = String(path.dropLast("/eval/a.journal".count))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body()
  }

  private func open(_ identity: String = "mine") throws -> EvaluationJournal {
    try EvaluationJournal(at: path, identity: identity)
  }

  private func values(_ journal: EvaluationJournal) -> [String?] { entries.map { journal[$0.key] } }

  private func write() throws -> Data {
    let journal = try open()
    for entry in entries { try journal.keep([entry]) }
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test func whatIsKept_isThereAgain() throws {
    try withFile {
      let first = try open()
      #expect(first.opening == .new && !FileManager.default.fileExists(atPath: path))
      try first.keep(Array(entries[..<2]))
      let second = try open()
      #expect(second.opening == .continued(answers: 2))
      try second.keep([entries[2]])
      #expect(try open().opening == .continued(answers: 3))
      #expect(try values(open()) == entries.map(\.value) && values(second) == entries.map(\.value))
    }
  }

  @Test func anotherIdentity_isForeign_andIsReplaced() throws {
    try withFile {
      _ = try write()
      let other = try open("other")
      #expect(other.opening == .foreign && values(other) == [nil, nil, nil])
      try other.keep([entries[0]])
      #expect(try open("other").opening == .continued(answers: 1))
      #expect(try open().opening == .foreign)
    }
  }

  /// Cut off at any byte, the whole lines before count, and the journal goes on from them.
  @Test func tornAtAnyByte() throws {
    try withFile {
      let data = try write()
      for count in 0..<data.count {
        try data.prefix(count).write(to: URL(fileURLWithPath: path))
        let journal = try open()
        let lines = data.prefix(count).count { $0 == UInt8(ascii: "\n") }
        let isWhole = count > 0 && data[count - 1] == UInt8(ascii: "\n")
        let answers = max(0, lines - 1)
        #expect(
          journal.opening == (isWhole ? .continued(answers: answers) : .damaged(answers: answers)), "\(count)"
        )
        try journal.keep(Array(entries[answers...]))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == data, "\(count)")
      }
    }
  }

  /// A changed bit ends the part that counts, wherever it is.
  @Test func changedAtAnyByte() throws {
    try withFile {
      let data = try write()
      for index in data.indices {
        var changed = data
        changed[index] ^= 0x04
        try changed.write(to: URL(fileURLWithPath: path))
        let journal = try open()
        let answers = max(0, data.prefix(index).count { $0 == UInt8(ascii: "\n") } - 1)
        #expect(journal.opening == .damaged(answers: answers), "\(index)")
        #expect(values(journal) == entries.indices.map { $0 < answers ? entries[$0].value : nil }, "\(index)")
      }
    }
  }

  @Test func hypothesis_asText() throws {
    let outputs = [
      Hypothesis(tokens: [], isEnded: true, logProbability: nil, score: nil),
      Hypothesis(tokens: [1, 32_127], isEnded: false, logProbability: nil, score: nil),
    ]
    for output in outputs {
      #expect(Hypothesis(journalText: output.journalText) == output)
    }
    for text in ["", "true x", "maybe 0 0", "true 0 ", "true 0 0 99999999999", "true  0"] {
      #expect(Hypothesis(journalText: text) == nil, "\(text)")
    }
  }

  /// However often an evaluation is cut, nothing is decoded twice, and the outcome is that of one without a cut.
  @Test(arguments: [1, 2, 3, 7])
  func cutEvaluation_goesOn(batch: Int) throws {
    try withFile {
      let model = SmallModel()
      let set = try model.heldOut(4)
      let evaluator = model.evaluator(try model.packer(inputLength: 160), batch: batch)
      let expected = try #require(try evaluator.evaluate(set))
      var questions = 0
      _ = try evaluator.evaluate(set) {
        questions += 1
        return false
      }
      for last in 1...questions {
        var asked = 0
        let outcome = try evaluator.evaluate(set, journal: try open()) {
          asked += 1
          return asked > last
        }
        if let outcome {
          #expect(outcome == expected)
          return
        }
      }
      Issue.record("the evaluation never ended")
    }
  }

  @Test func withoutItsRun_thereIsNoJournal() throws {
    #expect(throws: (any Error).self) { try open().keep(entries) }
    #expect(!FileManager.default.fileExists(atPath: String(path.dropLast("/a.journal".count))))
  }

  @Test func diskFull_isAnError_andNothingIsLost() throws {
    try withFile {
      _ = try write()
      let full = FileSystem { operation, _ throws(SystemFailure) in
        if operation == .write { throw SystemFailure(code: ENOSPC) }
      }
      let journal = try EvaluationJournal(at: path, identity: "mine", fileSystem: full)
      #expect(throws: (any Error).self) { try journal.keep([("new", "x")]) }
      #expect(try open().opening == .continued(answers: 3))
    }
  }
}
