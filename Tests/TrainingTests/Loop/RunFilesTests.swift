import Diagnostics
import Foundation
import RunTestSupport
import Storage
import Synchronization
import Testing

@testable import Runs

/// A disk that fails in an evaluation, and what a file in the run's folder asks for.
@Suite struct RunFilesTests {
  /// Fails the change with a given number, counted from 0, for those paths that are asked for.
  private final class Fault: Sendable {
    private let count = Mutex(0)
    private let failing: Int
    private let part: String

    init(failing: Int, at part: String) {
      (self.failing, self.part) = (failing, part)
    }

    var fileSystem: FileSystem {
      FileSystem { _, path throws(SystemFailure) in
        if !path.contains(self.part) { return }
        let number = self.count.withLock { count in
          count += 1
          return count - 1
        }
        if number == self.failing { throw SystemFailure(code: ENOSPC) }
      }
    }
  }

  private final class Notes: TrainingListener {
    private(set) var texts: [String] = []

    func receive(_ event: TrainingEvent) {
      if case .message(_, let text) = event { texts.append(text) }
    }
  }

  private func make() throws -> InterruptedRun {
    try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss))
  }

  private func expectSame(_ run: InterruptedRun, _ expected: [String: Data], _ place: String) throws {
    let result = try run.result()
    #expect(result.keys.sorted() == expected.keys.sorted(), "\(place)")
    for (name, data) in expected { #expect(result[name] == data, "\(place): \(name)") }
  }

  /// An evaluation that is cut goes on with the outputs that it has.
  @Test func journal_isUsed_andSaidSo() throws {
    let straight = try make()
    try straight.train()
    let run = try make()
    // The journal's folder and file, its first batch; not its second.
    #expect(throws: FileError.self) {
      try run.train(fileSystem: Fault(failing: 2, at: "step-00000000.journal").fileSystem)
    }
    let notes = Notes()
    try run.train(listener: notes)
    #expect(notes.texts.contains { $0.hasPrefix("1 outputs are there from before, in ") }, "\(notes.texts)")
    try expectSame(run, straight.result(), "journal")
  }

  @Test(arguments: [true, false])
  func journalOfOthers_isNotUsed_andSaidSo(_ isDamaged: Bool) throws {
    let straight = try make()
    try straight.train()
    let run = try make()
    #expect(throws: FileError.self) {
      try run.train(fileSystem: Fault(failing: 2, at: "step-00000000.journal").fileSystem)
    }
    let path = run.run.evaluationJournalFile(step: 0)
    if isDamaged {
      var data = try InputFile.read(path, what: "journal")
      data[data.count / 2] ^= 1
      try data.write(to: URL(fileURLWithPath: path))
    } else {
      try FileManager.default.moveItem(atPath: path, toPath: run.run.evaluationJournalFile(step: 3))
    }
    let notes = Notes()
    try run.train(listener: notes)
    let words = isDamaged ? "is damaged; 0 outputs" : "is of other weights or settings, and is not used"
    #expect(notes.texts.contains { $0.contains(words) }, "\(notes.texts)")
    try expectSame(run, straight.result(), "journal")
  }

  @Test func saveFile_asksForACheckpoint_andIsTakenAway() throws {
    let run = try make()
    // The folder is there, and no step done.
    try run.train(interruptedAt: 0, by: .crashAfterReports)
    try Data().write(to: URL(fileURLWithPath: run.run.saveFile))
    let notes = Notes()
    try run.train(interruptedAt: 8, by: .crashAfterReports, listener: notes)
    #expect(run.run.checkpointSteps.contains(1), "\(run.run.checkpointSteps)")
    #expect(!FileManager.default.fileExists(atPath: run.run.saveFile))
    #expect(notes.texts.contains("the file SAVE asked for the checkpoint of step 1"))
    try run.train()
    let straight = try make()
    try straight.train()
    try expectSame(run, straight.result(), "SAVE")
  }
}
