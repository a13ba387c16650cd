/// Sums of tensors over the parts of a step that several processes compute, in the order of the parts.
///
/// A library may add in whatever order it likes (`MPI_Allreduce`), so that a sum's last bits depend on the number of
/// processes and on the version. Here each process has a piece of the numbers that it adds, part after
/// part: every process sends it what it has of the piece, and in the end all pieces go to all. That is what a ring sends,
/// `2 (n - 1) / n` times the numbers for each process, and processes x passes give the same bits as long as their product is
/// the same: a pass of `n` processes has the parts `n * pass + rank`.
package final class RankOrderedSums {
  private let group: any ProcessGroup
  /// The numbers that each process adds.
  private let pieces: [Range<Int>]
  /// The numbers of a piece that are on their way at once, of each process.
  private let blockCount: Int
  /// What comes from the others: two blocks of each, the one that is added and the one that is on its way.
  private let arrivals: [[UnsafeMutableBufferPointer<Float>]]
  /// This process's piece so far, where a step has several passes.
  private var sums: UnsafeMutableBufferPointer<Float>?

  private var own: Range<Int> { pieces[group.rank] }

  /// - Parameters:
  ///   - numbers: how many numbers the tensors have together.
  ///   - blockCount: the numbers that are sent to a process at once.
  package init(_ group: any ProcessGroup, numbers: Int, blockCount: Int = 1 << 20) {
    self.group = group
    self.blockCount = blockCount
    pieces = (0..<group.count).map { Self.piece(of: numbers, rank: $0, count: group.count) }
    let size = min(blockCount, pieces[group.rank].count)
    arrivals = (0..<2).map { _ in (0..<group.count).map { _ in .allocate(capacity: max(1, size)) } }
  }

  deinit {
    for memory in arrivals.joined() { memory.deallocate() }
    sums?.deallocate()
  }

  /// Bytes that this holds beside the tensors, in a step of several passes.
  package static func byteCount(
    numbers: Int, count: Int, passes: Int, blockCount: Int = 1 << 20
  ) -> Int {
    let piece = piece(of: numbers, rank: 0, count: count).count
    return 4 * (2 * count * min(blockCount, piece) + (passes > 1 ? piece : 0))
  }

  /// The numbers that the process of a rank adds.
  static func piece(of numbers: Int, rank: Int, count: Int) -> Range<Int> {
    numbers * rank / count..<numbers * (rank + 1) / count
  }

  /// Adds what the processes' tensors hold after a pass. After the last pass all tensors hold the sums of all passes; before,
  /// zeros, for the next one to add to.
  /// - Parameter tensors: the tensors' memory, in the same order and of the same sizes in all processes.
  /// - Throws: `ProcessGroupError`.
  package func add(_ tensors: [UnsafeMutableBufferPointer<Float>], pass: Int, of passes: Int) throws {
    let numbers = FlatNumbers(tensors)
    precondition(numbers.count == pieces.last?.upperBound, "tensors of \(numbers.count) numbers")
    let isLast = pass == passes - 1
    if pass == 0, !isLast, sums == nil { sums = .allocate(capacity: max(1, own.count)) }
    try reduce(numbers, isFirst: pass == 0, isLast: isLast)
    if isLast { return try spread(numbers) }
    for tensor in tensors { tensor.update(repeating: 0) }
  }

  /// Adds this process's piece, block by block: one is on its way while the one before is added.
  private func reduce(_ numbers: FlatNumbers, isFirst: Bool, isLast: Bool) throws {
    let blocks = ((pieces.map(\.count).max() ?? 0) + blockCount - 1) / blockCount
    if blocks == 0 { return }
    var arriving = try begin(block: 0, numbers)
    for block in 0..<blocks {
      let next = block + 1 < blocks ? try begin(block: block + 1, numbers) : nil
      try arriving?.wait()
      addUp(block, numbers, isFirst: isFirst, isLast: isLast)
      arriving = next
    }
  }

  /// Sends a block of every other process's piece, and receives what they have of this one's.
  private func begin(block: Int, _ numbers: FlatNumbers) throws -> (any Transfers)? {
    var transfers: [Transfer] = []
    for peer in group.peers {
      // A message for every tensor, as the other sends them.
      var start = 0
      for segment in numbers.segments(self.block(block, of: own)) {
        let memory = arrivals[block % 2][peer][start..<start + segment.range.count]
        transfers.append(
          .receive(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: memory)), from: peer))
        start += segment.range.count
      }
      transfers += numbers.bytes(self.block(block, of: pieces[peer])).map { .send($0, to: peer) }
    }
    return transfers.isEmpty ? nil : try group.begin(transfers)
  }

  /// Adds the parts of a block of this process's piece in their order.
  private func addUp(_ number: Int, _ numbers: FlatNumbers, isFirst: Bool, isLast: Bool) {
    let block = block(number, of: own)
    var start = 0
    for segment in numbers.segments(block) {
      let memory = numbers.memory(segment)
      guard let mine = memory.baseAddress else { continue }
      let kept = sums?.baseAddress.map { $0 + (block.lowerBound - own.lowerBound + start) }
      var parts: [UnsafePointer<Float>] = []
      if !isFirst, let kept { parts.append(kept) }
      for rank in 0..<group.count {
        if rank == group.rank {
          parts.append(mine)
        } else if let other = arrivals[number % 2][rank].baseAddress {
          parts.append(other + start)
        }
      }
      OrderedAddition.add(parts, count: memory.count, into: isLast ? mine : kept ?? mine)
      start += memory.count
    }
  }

  /// Gives every process's piece to all.
  private func spread(_ numbers: FlatNumbers) throws {
    let ready = numbers.bytes(own)
    let transfers = group.peers.flatMap { peer in
      numbers.bytes(pieces[peer]).map { .receive($0, from: peer) } + ready.map { Transfer.send($0, to: peer) }
    }
    if !transfers.isEmpty { try group.begin(transfers).wait() }
  }

  /// A block of a piece; empty behind its end.
  private func block(_ number: Int, of piece: Range<Int>) -> Range<Int> {
    let start = min(piece.lowerBound + number * blockCount, piece.upperBound)
    return start..<min(start + blockCount, piece.upperBound)
  }
}
