import Foundation

/// The processes that a launcher of MPI's has started together.
///
/// Bytes alone are sent, from one process to another: sums are made here, in the order of ranks, since MPI leaves
/// the order in which its own add to the implementation.
package final class MPIProcessGroup: ProcessGroup {
  package let rank: Int
  package let count: Int
  package private(set) var hosts: [String] = []
  /// The library, as it calls itself.
  package var library: String { mpi.version }
  let mpi: MPILibrary
  private let patience: Int
  private let report: (String) -> Void

  /// The seconds that a process waits for others: longer than any of them writes a checkpoint.
  package static let standardPatience = 1_800

  /// Joins the others.
  /// - Parameters:
  ///   - patience: the seconds that this process waits for another one before it gives up.
  ///   - report: told of others that have not answered for a minute.
  /// - Throws: `ProcessGroupError`.
  package init(
    _ launch: MPILaunch, patience: Int = standardPatience, report: @escaping (String) -> Void = { _ in }
  ) throws {
    mpi = try MPILibrary(launch)
    self.patience = patience
    self.report = report
    (rank, count) = try mpi.place()
    if count != launch.count {
      throw ProcessGroupError(
        "\(launch.count) processes were started, and \(mpi.version) knows of \(count)",
        nextStep:
          "The launcher is of another MPI than the library: name the library's file by FLAN_TRAIN_MPI, or "
          + "take the launcher that belongs to it.", category: .usage)
    }
    hosts = try gather(Data(HostName.own.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  package func begin(_ transfers: [Transfer]) throws -> any Transfers {
    var pending: [PendingTransfers.Piece] = []
    for transfer in transfers {
      var start = 0
      repeat {
        let end = min(start + Self.mostBytes, transfer.bytes.count)
        let bytes = UnsafeMutableRawBufferPointer(rebasing: transfer.bytes[start..<end])
        pending.append(
          .init(request: try mpi.begin(transfer.direction, bytes, transfer.peer), peer: transfer.peer))
        start = end
      } while start < transfer.bytes.count
    }
    return PendingTransfers(pending, mpi: mpi, patience: patience, name: name(ofRank:), report: report)
  }

  package func abort(exitCode: Int32) -> Never { mpi.abort(exitCode) }

  /// Leaves the group once all others leave it too; nothing may be sent afterwards.
  package func leave() { mpi.leave() }

  /// Counts of MPI are 32 bits wide.
  private static let mostBytes = 1 << 30
}

/// The machine's own name.
package enum HostName {
  /// The name, which `ProcessInfo` may ask the network for.
  package static var own: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "this machine" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
