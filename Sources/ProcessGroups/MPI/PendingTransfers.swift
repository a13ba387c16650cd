import Foundation

/// Transfers of MPI's that are waited for.
final class PendingTransfers: Transfers {
  /// A transfer on its way.
  struct Piece {
    var request: MPILibrary.Request
    let peer: Int
  }

  private var pieces: [Piece]
  private let mpi: MPILibrary
  private let patience: Int
  private let name: (Int) -> String
  private let report: (String) -> Void

  /// After so many looks in vain the thread sleeps between them: others may need the core.
  private static let eagerLooks = 2_000
  private static let microsecondsOfSleep: UInt32 = 50
  /// After so long people are told, once.
  private static let secondsBeforeWord = 60.0

  init(
    _ pieces: [Piece], mpi: MPILibrary, patience: Int, name: @escaping (Int) -> String,
    report: @escaping (String) -> Void
  ) {
    (self.pieces, self.mpi, self.patience, self.name, self.report) = (pieces, mpi, patience, name, report)
  }

  func wait() throws {
    var looks = 0
    var begun = ContinuousClock.now
    var hasTold = false
    while !pieces.isEmpty {
      let before = pieces.count
      try drop()
      if pieces.count < before {
        (looks, begun) = (0, .now)
        continue
      }
      looks += 1
      if looks < Self.eagerLooks {
        sched_yield()
        continue
      }
      usleep(Self.microsecondsOfSleep)
      let seconds = (ContinuousClock.now - begun) / .seconds(1)
      if seconds > Double(patience) { throw ProcessGroupError.silent(silent, seconds: patience) }
      if seconds > Self.secondsBeforeWord, !hasTold {
        hasTold = true
        report("waiting for \(silent.joined(separator: ", "))")
      }
    }
  }

  /// Drops the transfers that have come to their end.
  private func drop() throws {
    var left: [Piece] = []
    for var piece in pieces {
      if try !mpi.isDone(&piece.request, peer: piece.peer) { left.append(piece) }
    }
    pieces = left
  }

  private var silent: [String] { Set(pieces.map(\.peer)).sorted().map(name) }
}
