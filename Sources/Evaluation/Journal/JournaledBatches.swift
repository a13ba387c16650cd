import ProcessGroups

/// An answer that a journal can keep.
protocol JournaledAnswer {
  /// The answer as a text.
  var journalText: String { get }
  /// Reads what `journalText` gives; `nil` for anything else.
  init?(journalText: String)
}

/// Requests that are answered batch by batch, longest first, and kept in a journal.
///
/// Batches are made of all requests, whether the journal knows some of them or not, and those that it knows
/// whole are passed over: every other batch is the one that it would have been without a cut, to the last
/// bit.
struct JournaledBatches {
  /// The numbers of the requests of each batch.
  let batches: [[Int]]

  /// Batches of requests, longest first, of equally long ones the first.
  /// - Parameters:
  ///   - lengths: tokens of every request.
  ///   - size: the requests of a batch whose longest has so many tokens.
  init(_ lengths: [Int], size: (_ longest: Int) -> Int) {
    let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    var batches: [[Int]] = []
    var start = 0
    while start < order.count {
      let end = min(start + max(1, size(lengths[order[start]])), order.count)
      batches.append(Array(order[start..<end]))
      start = end
    }
    self.batches = batches
  }

  /// Gives every batch with its answers to `body`.
  /// - Parameters:
  ///   - ranks: the processes that share the batches; all of them get all answers.
  ///   - key: what names a request in the journal.
  ///   - shouldStop: asked before each batch that is answered anew.
  ///   - answer: answers a batch; `nil` where it was stopped.
  /// - Returns: whether all batches were answered.
  /// - Throws: `FileError` where the journal cannot be written; what `answer` and `body` throw.
  func answer<Answer: JournaledAnswer>(
    journal: EvaluationJournal?, sharedBy ranks: (any ProcessGroup)? = nil, key: (Int) -> String,
    shouldStop: () -> Bool,
    by answer: ([Int]) throws -> [Answer]?, _ body: ([Int], [Answer]) throws -> Void
  ) throws -> Bool {
    let known = batches.map { numbers -> [Answer]? in
      let found = numbers.compactMap { number in journal?[key(number)].flatMap { Answer(journalText: $0) } }
      return found.count == numbers.count ? found : nil
    }
    let missing = batches.indices.filter { known[$0] == nil }
    let share = ProcessShare(ranks)
    var asked = 0
    var made: [Int: [Answer]] = [:]
    for (place, numbers) in batches.enumerated() {
      if known[place] == nil, made[place] == nil {
        let next = Array(missing[asked...].prefix(share.count))
        guard let found = try share.answers(to: next, shouldStop: shouldStop, { try answer(batches[$0]) })
        else { return false }
        asked += next.count
        for (place, answers) in zip(next, found) {
          made[place] = answers
          try journal?.keep(zip(batches[place], answers).map { (key($0), $1.journalText) })
        }
      }
      if let answers = known[place] ?? made.removeValue(forKey: place) { try body(numbers, answers) }
    }
    return true
  }
}
