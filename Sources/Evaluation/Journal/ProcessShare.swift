import Foundation
import ProcessGroups

/// Pieces of an evaluation that several processes share: as many at once as there are processes, one for each.
///
/// All processes get all results, so that each goes on as if it had made them alone; a batch has the same answers on
/// whatever process.
struct ProcessShare {
  private let ranks: (any ProcessGroup)?

  /// - Parameter ranks: the processes; `nil` is this one alone.
  init(_ ranks: (any ProcessGroup)?) { self.ranks = ranks }

  /// How many pieces are worked at at once.
  var count: Int { ranks?.count ?? 1 }

  /// The answers to the next batches, at most `count` of them.
  /// - Parameter shouldStop: whether this process has been asked to stop; one that has stops all.
  /// - Returns: `nil` where it was stopped.
  func answers<Answer: JournaledAnswer>(
    to batches: [Int], shouldStop: () -> Bool, _ answer: (Int) throws -> [Answer]?
  ) throws -> [[Answer]]? {
    guard let ranks else {
      return shouldStop() ? nil : try batches.compactMap { try answer($0) }.unlessShorter(than: batches.count)
    }
    var own: [String]? = []
    if shouldStop() {
      own = nil
    } else if batches.indices.contains(ranks.rank) {
      own = try answer(batches[ranks.rank])?.map(\.journalText)
    }
    let all = try ranks.gather(JSONEncoder().encode(own))
    let texts = try all.map { try JSONDecoder().decode([String]?.self, from: $0) }
    if texts.contains(nil) { return nil }
    return texts.prefix(batches.count).map { texts in (texts ?? []).compactMap { Answer(journalText: $0) } }
  }

  /// Numbers that are computed of the next pieces, at most `count` of them.
  /// - Parameter shouldStop: whether this process has been asked to stop; one that has stops all.
  /// - Returns: `nil` where it was stopped.
  func numbers(
    of pieces: Int, shouldStop: () -> Bool, _ compute: (Int) throws -> [Double]
  ) throws -> [[Double]]? {
    guard let ranks else { return shouldStop() ? nil : try (0..<pieces).map(compute) }
    let stops = shouldStop()
    let own = stops || ranks.rank >= pieces ? [] : try compute(ranks.rank)
    let all = try ranks.gather(Data([stops ? 1 : 0]) + own.withUnsafeBytes { Data($0) })
    if all.contains(where: { $0.first == 1 }) { return nil }
    return all.prefix(pieces).map { message in
      let bytes = message.dropFirst()
      return [Double](unsafeUninitializedCapacity: bytes.count / 8) { numbers, count in
        count = bytes.copyBytes(to: UnsafeMutableRawBufferPointer(numbers)) / 8
      }
    }
  }
}

extension Array {
  /// The elements, unless some are missing.
  fileprivate func unlessShorter(than count: Int) -> Self? { self.count < count ? nil : self }
}
