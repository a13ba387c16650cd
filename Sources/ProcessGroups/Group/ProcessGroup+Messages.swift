import Foundation

extension ProcessGroup {
  /// Gives every process's message to every process.
  /// - Returns: the messages by rank.
  /// - Throws: `ProcessGroupError`.
  package func gather(_ message: Data) throws -> [Data] {
    var lengths = [UInt64](repeating: 0, count: count)
    lengths[rank] = UInt64(message.count)
    try lengths.withUnsafeMutableBytes { bytes in
      let size = MemoryLayout<UInt64>.size
      try share(pieces: (0..<count).map { Self.piece(of: bytes, $0 * size..<($0 + 1) * size) })
    }
    let ends = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int($1)) }
    var all = [UInt8](repeating: 0, count: ends[count])
    all.replaceSubrange(ends[rank]..<ends[rank + 1], with: message)
    try all.withUnsafeMutableBytes { bytes in
      try share(pieces: (0..<count).map { Self.piece(of: bytes, ends[$0]..<ends[$0 + 1]) })
    }
    return (0..<count).map { Data(all[ends[$0]..<ends[$0 + 1]]) }
  }

  /// Gives the first process's message to all.
  /// - Parameter message: asked for in the process of rank 0 alone.
  /// - Throws: `ProcessGroupError`; what `message` throws.
  package func broadcast(_ message: () throws -> Data) throws -> Data {
    try gather(isFirst ? message() : Data())[0]
  }

  /// Whether it is so in one of the processes: what all of them do then.
  /// - Throws: `ProcessGroupError`.
  package func any(_ isSo: Bool) throws -> Bool {
    try gather(Data([isSo ? 1 : 0])).contains { $0.first == 1 }
  }

  /// Copies the memory of the process of rank 0 to all others.
  /// - Parameter bytes: equally many in every process.
  /// - Throws: `ProcessGroupError`.
  package func copyFromFirst(_ bytes: UnsafeMutableRawBufferPointer) throws {
    let transfers: [Transfer] =
      isFirst ? peers.map { .send(bytes, to: $0) } : [.receive(bytes, from: 0)]
    try begin(transfers).wait()
  }

  /// Sends one's own piece to all others and receives theirs.
  /// - Parameter pieces: where the pieces are, by rank; in all processes of the same lengths.
  package func share(pieces: [UnsafeMutableRawBufferPointer]) throws {
    let transfers = peers.flatMap { peer -> [Transfer] in
      [.receive(pieces[peer], from: peer), .send(pieces[rank], to: peer)]
    }
    try begin(transfers.filter { !$0.bytes.isEmpty }).wait()
  }

  private static func piece(
    of bytes: UnsafeMutableRawBufferPointer, _ range: Range<Int>
  ) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: bytes[range])
  }
}
