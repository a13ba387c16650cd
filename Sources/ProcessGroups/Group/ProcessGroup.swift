/// Processes that take the steps of one run together, each with a part of a step's rows.
///
/// A process is named by its rank, from 0; the one of rank 0 writes the run's folder and speaks to people. What all
/// of them do, they do in the same order: every call that moves bytes must be made by all.
package protocol ProcessGroup: AnyObject {
  /// This process's number, from 0.
  var rank: Int { get }
  /// How many processes there are.
  var count: Int { get }
  /// The machines that the processes run on, by rank.
  var hosts: [String] { get }

  /// Begins to send and to receive; what is sent to a process arrives there in the order in which it was sent.
  ///
  /// The memory must stay where it is, and what is received be left alone, until `Transfers.wait` has returned.
  /// - Throws: `ProcessGroupError`.
  func begin(_ transfers: [Transfer]) throws -> any Transfers

  /// Ends all processes of the group at once, this one among them, with an exit code.
  func abort(exitCode: Int32) -> Never
}

/// Transfers that are on their way.
package protocol Transfers {
  /// Waits for the end of all of them.
  /// - Throws: `ProcessGroupError`, where another process does not answer for long.
  func wait() throws
}

/// Bytes that go to another process or come from it.
package struct Transfer {
  /// Which way.
  package enum Direction: Sendable {
    /// This process's bytes go to the other.
    case send
    /// The other's bytes come here.
    case receive
  }

  /// Which way the bytes go.
  package let direction: Direction
  /// The other process's rank.
  package let peer: Int
  /// The bytes, or where they are put.
  package let bytes: UnsafeMutableRawBufferPointer

  /// Bytes to send to a process.
  package static func send(_ bytes: UnsafeMutableRawBufferPointer, to peer: Int) -> Transfer {
    Transfer(direction: .send, peer: peer, bytes: bytes)
  }

  /// Memory for as many bytes of a process as it sends.
  package static func receive(_ bytes: UnsafeMutableRawBufferPointer, from peer: Int) -> Transfer {
    Transfer(direction: .receive, peer: peer, bytes: bytes)
  }
}

extension ProcessGroup {
  /// Whether this process writes and speaks for all.
  package var isFirst: Bool { rank == 0 }

  /// The ranks of the others.
  package var peers: [Int] { (0..<count).filter { $0 != rank } }

  /// How many of the processes run on this one's machine.
  package var countHere: Int { hosts.count { $0 == hosts[rank] } }

  /// A process as people are told of it.
  package func name(ofRank rank: Int) -> String {
    hosts.indices.contains(rank) ? "rank \(rank) on \(hosts[rank])" : "rank \(rank)"
  }
}
