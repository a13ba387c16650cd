import Diagnostics
import Studies
import TestSupport
import Testing

@Suite struct SpeedrunEntryTests {
  static let line = #"""
    {"commit": "abc1234", "day": "2026-11-29", "processor": "AMD EPYC", "threads": 2, "seconds": 420.5, "targets": [{"metric": "heldOutInstances/normalized", "threshold": 0.4, "seconds": 300.25, "step": 1840, "last": 0.51}, {"metric": "heldOutClusters/normalized", "threshold": -0.1, "last": -0.2}]}
    """#

  @Test func board_isReadInItsOrder() throws {
    let folder = try TemporaryFolder(["board.jsonl": Self.line + "\n\n" + Self.line + "\n"])
    let board = try SpeedrunEntry.board(folder.file("board.jsonl"))
    #expect(board.count == 2 && board[0].commit == "abc1234" && board[0].targets.count == 2)
    #expect(board[1].targets[0].step == 1840 && board[1].targets[1].seconds == nil)
  }

  @Test func wrongLine_isToldWithItsNumber() throws {
    let folder = try TemporaryFolder(["board.jsonl": Self.line + "\n{}\n"])
    let error = #expect(throws: StudyError.self) { try SpeedrunEntry.board(folder.file("board.jsonl")) }
    #expect(error?.location?.line == 2 && error?.category == .data)
    #expect(throws: FileError.self) { try SpeedrunEntry.board(folder.file("none.jsonl")) }
  }
}
