import Autograd
import Foundation

/// Draws every token at random.
///
/// A draw is a function of (seed, prompt, position), so an output depends neither on the batch that its
/// prompt is in nor on what was generated before.
struct SamplingSearch: Search {
  private let rules: SearchRules
  private let sampling: SamplingOptions
  private let prompt: Int
  private var tokens: [Int32] = []
  private var logProbability = 0.0
  private var isOver: Bool

  /// - Parameter prompt: the prompt's number.
  init(_ rules: SearchRules, _ sampling: SamplingOptions, prompt: Int) {
    self.rules = rules
    self.sampling = sampling
    self.prompt = prompt
    isOver = rules.options.maximumTokens < 1
  }

  var rows: [SearchRow] {
    isOver ? [] : [SearchRow(token: tokens.last ?? rules.startID, parent: 0)]
  }

  mutating func advance(_ next: [NextTokens]) {
    let choice = TokenDistribution(
      next[0], sampling, excluding: rules.mayEnd(after: tokens.count) ? [] : rules.endIDs
    ).choice(at: uniform(tokens.count))
    guard let choice else {
      isOver = true
      return
    }
    tokens.append(choice.id)
    logProbability += Double(choice.logProbability)
    isOver = rules.isEnd(choice.id) || tokens.count == rules.options.maximumTokens
  }

  var latestToken: Int32? { tokens.last.flatMap { rules.isEnd($0) ? nil : $0 } }

  var hypotheses: [Hypothesis] { [rules.hypothesis(tokens, logProbability: logProbability)] }

  /// A number in 0..<1, with 53 random bits.
  private func uniform(_ position: Int) -> Double {
    let words = Philox.words(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: prompt),
        UInt32(truncatingIfNeeded: prompt >> 32), 0),
      key: SIMD2(
        UInt32(truncatingIfNeeded: sampling.seed), UInt32(truncatingIfNeeded: sampling.seed >> 32)))
    return Double(UInt64(words.x) << 21 | UInt64(words.y) >> 11) * 0x1p-53
  }
}

/// A distribution over next tokens after temperature, top-k and top-p, in that order, as transformers applies
/// them.
struct TokenDistribution {
  /// The ids that can be drawn.
  let ids: [Int32]
  /// Their weights, which need not sum to 1.
  let weights: [Double]
  /// The model's own log-probabilities.
  let logProbabilities: [Float]

  /// - Parameter excluding: ids that must not come.
  init(_ next: NextTokens, _ options: SamplingOptions, excluding: [Int32]) {
    var places = Array(next.logProbabilities.indices)
    func id(_ place: Int) -> Int32 { next.ids?[place] ?? Int32(truncatingIfNeeded: place) }
    if !excluding.isEmpty { places.removeAll { excluding.contains(id($0)) } }
    let values = next.logProbabilities
    if next.ids == nil, options.topK != nil || options.topP < 1 {
      places.sort { (values[$1], $0) < (values[$0], $1) }
    }
    if let topK = options.topK { places = Array(places.prefix(topK)) }
    let largest = places.reduce(-Float.infinity) { max($0, values[$1]) }
    var weights = places.map { exp(Double(values[$0] - largest) / options.temperature) }
    if options.topP < 1 {
      let enough = options.topP * weights.reduce(0, +)
      var (sum, count) = (0.0, 0)
      while count < weights.count, count == 0 || sum < enough {
        sum += weights[count]
        count += 1
      }
      weights = Array(weights.prefix(count))
    }
    ids = places.prefix(weights.count).map(id)
    logProbabilities = places.prefix(weights.count).map { values[$0] }
    self.weights = weights
  }

  /// The token whose share of the whole holds `point`, in 0..<1; `nil` where there is none.
  func choice(at point: Double) -> (id: Int32, logProbability: Float)? {
    let target = point * weights.reduce(0, +)
    var sum = 0.0
    for index in weights.indices {
      sum += weights[index]
      if target < sum { return (ids[index], logProbabilities[index]) }
    }
    return ids.last.map { ($0, logProbabilities[ids.count - 1]) }
  }
}
