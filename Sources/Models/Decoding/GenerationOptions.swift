import Foundation

/// How outputs are generated.
public struct GenerationOptions: Sendable, Hashable {
  /// How the next tokens are chosen.
  public enum Strategy: Sendable, Hashable {
    /// Always the most likely token.
    case greedy
    /// The `count` most likely hypotheses side by side; at least 1.
    case beams(count: Int)
    /// A random token from the model's distribution.
    case sampling(SamplingOptions)
  }

  /// How the next tokens are chosen.
  public var strategy: Strategy
  /// The most tokens of an output, its end included.
  public var maximumTokens: Int
  /// The tokens that come before an output may end; the end of sequence is never chosen earlier.
  public var minimumTokens: Int
  /// The power of its length that a hypothesis's log-probability is divided by; above 0 favors long ones.
  public var lengthPenalty: Double
  /// Whether outputs are wanted with their log-probabilities and scores. Greedy decoding is faster without:
  /// then it need not compute the likelihood of every token of the vocabulary to know the best one. Tokens
  /// are the same.
  public var wantsScores: Bool

  /// Options; by default greedy, and scores are log-probabilities per token.
  public init(
    strategy: Strategy = .greedy, maximumTokens: Int, minimumTokens: Int = 0, lengthPenalty: Double = 1,
    wantsScores: Bool = true
  ) {
    self.strategy = strategy
    self.maximumTokens = maximumTokens
    self.minimumTokens = minimumTokens
    self.lengthPenalty = lengthPenalty
    self.wantsScores = wantsScores
  }

  /// A hypothesis's score: the sum of its tokens' log-probabilities, the end's included, over its length to
  /// the power of the penalty.
  /// - Parameter length: tokens, the end of sequence included; an empty output scores its log-probability.
  public func score(logProbability: Double, length: Int) -> Double {
    length == 0 ? logProbability : logProbability / pow(Double(length), lengthPenalty)
  }
}

/// From which part of the distribution tokens are drawn.
public struct SamplingOptions: Sendable, Hashable {
  /// What logits are divided by; below 1 sharpens the distribution. Above 0.
  public var temperature: Double
  /// Only so many of the most likely tokens; `nil` for all.
  public var topK: Int?
  /// Only the fewest most likely tokens whose probabilities, after temperature and `topK`, reach this sum; 1
  /// for all.
  public var topP: Double
  /// What the draws are a function of, with the prompt's number and the position.
  public var seed: UInt64

  /// Options; by default the model's own distribution.
  public init(temperature: Double = 1, topK: Int? = nil, topP: Double = 1, seed: UInt64 = 0) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.seed = seed
  }
}

/// An output of a generation.
public struct Hypothesis: Sendable, Hashable {
  /// The ids, without the end-of-sequence id.
  public var tokens: [Int32]
  /// Whether the model ended the output; else it was cut at the length limit.
  public var isEnded: Bool
  /// The sum of the tokens' log-probabilities, the end's included, in nats; `nil` for a greedy output without
  /// scores.
  public var logProbability: Double?
  /// The log-probability over the length to the power of the length penalty; `nil` where there is none.
  public var score: Double?

  /// An output.
  public init(tokens: [Int32], isEnded: Bool, logProbability: Double?, score: Double?) {
    self.tokens = tokens
    self.isEnded = isEnded
    self.logProbability = logProbability
    self.score = score
  }

  /// Whether the length limit cut the output.
  public var hitLimit: Bool { !isEnded }
}
