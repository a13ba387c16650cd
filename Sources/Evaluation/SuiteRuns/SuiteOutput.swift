/// What a model gave for a question, before it is judged.
struct SuiteOutput: Equatable {
  /// What it wrote, or the option that it finds likeliest.
  var text: String
  /// Whether the length limit cut it.
  var hitLimit = false
  /// Tokens that were written, the end included.
  var tokens = 0
  /// The log-probability of every option, in nats.
  var optionScores: [Double] = []
}

extension SuiteOutput: JournaledAnswer {
  /// The output as a journal keeps it: the text last, since anything can be in it.
  var journalText: String {
    let scores = optionScores.map { String($0.bitPattern, radix: 16) }.joined(separator: ",")
    return "\(hitLimit) \(tokens) \(scores) \(text)"
  }

  /// Reads what `journalText` gives; `nil` for anything else.
  init?(journalText: String) {
    let parts = journalText.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, let hitLimit = Bool(String(parts[0])), let tokens = Int(parts[1]) else {
      return nil
    }
    let words = parts[2].split(separator: ",")
    let scores = words.compactMap { UInt64($0, radix: 16).map(Double.init(bitPattern:)) }
    if scores.count != words.count { return nil }
    self.init(text: String(parts[3]), hitLimit: hitLimit, tokens: tokens, optionScores: scores)
  }
}
