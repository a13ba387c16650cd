import Foundation

/// Follows the most likely hypotheses side by side, by the rules of transformers' `generate` (4.50 and later)
/// with `early_stopping=False`.
///
/// At each step the best 2 x `beams` continuations are looked at, or more where outputs may end in several
/// ways. Those among the first `beams` that end are finished and compete by score with the finished ones
/// there are; the best `beams` of the others go on. The search is over when `beams` hypotheses are finished
/// and the best open one, scored at its present length, is not above the worst of them.
struct BeamSearch: Search {
  /// A hypothesis that goes on: its tokens, their log-probability, and its row of the step before.
  private struct Open {
    var tokens: [Int32]
    var logProbability: Double
    var parent: Int
  }

  private let rules: SearchRules
  private let beams: Int
  private var open: [Open]
  private var finished: [(hypothesis: Hypothesis, score: Double)] = []

  init(_ rules: SearchRules, beams: Int) {
    self.rules = rules
    self.beams = beams
    open = rules.options.maximumTokens < 1 ? [] : [Open(tokens: [], logProbability: 0, parent: 0)]
  }

  var rows: [SearchRow] { open.map { SearchRow(token: $0.tokens.last ?? rules.startID, parent: $0.parent) } }

  mutating func advance(_ next: [NextTokens]) {
    let length = (open.first?.tokens.count ?? 0) + 1
    var goingOn: [Open] = []
    for (rank, candidate) in continuations(next).enumerated() {
      let isEnd = candidate.tokens.last.map(rules.isEnd) ?? false
      if isEnd || length == rules.options.maximumTokens {
        if rank < beams { finish(candidate) }
      } else if goingOn.count < beams {
        goingOn.append(candidate)
      }
    }
    open = goingOn
    if let best = open.first, !canImprove(best, length: length) { open = [] }
  }

  /// The best continuations of all open hypotheses, best first; of equal ones that of the first row, then
  /// the one that its row has first.
  private func continuations(_ next: [NextTokens]) -> [Open] {
    var all: [(row: Int, place: Int, id: Int32, logProbability: Double)] = []
    for (row, tokens) in next.enumerated() {
      for (place, id) in (tokens.ids ?? []).enumerated()
      where !rules.isEnd(id) || rules.mayEnd(after: open[row].tokens.count) {
        all.append((row, place, id, open[row].logProbability + Double(tokens.logProbabilities[place])))
      }
    }
    all.sort { ($1.logProbability, $0.row, $0.place) < ($0.logProbability, $1.row, $1.place) }
    return all.prefix(rules.continuations(ofBeams: beams)).map {
      Open(tokens: open[$0.row].tokens + [$0.id], logProbability: $0.logProbability, parent: $0.row)
    }
  }

  /// Adds a finished hypothesis behind those of an equal score, and lets the worst go where there are too
  /// many.
  private mutating func finish(_ candidate: Open) {
    let score = rules.options.score(
      logProbability: candidate.logProbability, length: candidate.tokens.count)
    let place = finished.firstIndex { $0.score < score } ?? finished.count
    let hypothesis = rules.hypothesis(candidate.tokens, logProbability: candidate.logProbability)
    finished.insert((hypothesis, score), at: place)
    if finished.count > beams { finished.removeLast() }
  }

  private func canImprove(_ best: Open, length: Int) -> Bool {
    guard finished.count == beams, let worst = finished.last else { return true }
    return rules.options.score(logProbability: best.logProbability, length: length) > worst.score
  }

  var latestToken: Int32? { nil }

  var hypotheses: [Hypothesis] {
    finished.isEmpty ? [rules.hypothesis([], logProbability: 0)] : finished.map(\.hypothesis)
  }
}
