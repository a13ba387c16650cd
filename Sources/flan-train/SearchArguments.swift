import ArgumentParser
import Models

/// The options of `generate` that say how answers are found.
struct SearchArguments: ParsableArguments {
  @Option(help: "The most tokens of an answer, its end included.")
  var maxTokens = 128

  @Option(help: "Tokens before an answer may end.")
  var minTokens = 0

  @Option(help: "Hypotheses that are followed side by side; 1 is greedy.")
  var beams = 1

  @Option(
    parsing: .unconditional,
    help: "The power of its length that an answer's log-probability is divided by; above 0 favors long ones.")
  var lengthPenalty = 1.0

  @Option(help: "Draw tokens, from logits divided by this; below 1 is more sure.")
  var temperature: Double?

  @Option(help: "Draw from so many of the likeliest tokens.")
  var topK: Int?

  @Option(help: "Draw from the fewest likeliest tokens whose probabilities reach this sum.")
  var topP: Double?

  @Option(help: "The seed of the draws; default: 0.")
  var seed: UInt64?

  func validate() throws {
    try require((1...65_536).contains(maxTokens), "--max-tokens must be from 1 to 65536")
    try require(
      (0...maxTokens).contains(minTokens), "--min-tokens must be from 0 to --max-tokens (\(maxTokens))")
    try require((1...128).contains(beams), "--beams must be from 1 to 128")
    try require((-100...100).contains(lengthPenalty), "--length-penalty must be from -100 to 100")
    try require(
      temperature.map { $0 > 0 && $0 <= 1000 } ?? true, "--temperature must be above 0, at most 1000")
    try require(topK.map { $0 >= 1 } ?? true, "--top-k must be at least 1")
    try require(topP.map { $0 > 0 && $0 <= 1 } ?? true, "--top-p must be above 0, at most 1")
    try require(
      beams == 1 || !isSampling, "--beams does not go with --temperature, --top-k, --top-p or --seed")
  }

  private func require(_ condition: Bool, _ message: String) throws {
    if !condition { throw ValidationError(message) }
  }

  private var isSampling: Bool { temperature != nil || topK != nil || topP != nil || seed != nil }

  /// The same as the model takes it.
  var options: GenerationOptions {
    let strategy: GenerationOptions.Strategy =
      isSampling
      ? .sampling(
        SamplingOptions(temperature: temperature ?? 1, topK: topK, topP: topP ?? 1, seed: seed ?? 0))
      : beams == 1 ? .greedy : .beams(count: beams)
    return GenerationOptions(
      strategy: strategy, maximumTokens: maxTokens, minimumTokens: minTokens, lengthPenalty: lengthPenalty)
  }
}

/// How answers are found, as it can be changed in a conversation: by the names of the options of `generate`,
/// which are checked as there.
struct SearchSettings {
  /// The names, without dashes.
  static let names = [
    "temperature", "top-k", "top-p", "seed", "beams", "length-penalty", "max-tokens", "min-tokens",
  ]
  /// The word that takes a setting back.
  static let off = "off"

  /// The values that were given, by name.
  private var values: [String: String]
  /// The same as the model takes them.
  private(set) var options: GenerationOptions

  /// What a command line says.
  init(_ arguments: SearchArguments) {
    values = arguments.given
    options = arguments.options
    options.wantsScores = false
  }

  /// Gives a setting another value, or none with `off`.
  /// - Throws: what the parser says of it; then nothing has changed.
  mutating func set(_ name: String, to value: String) throws {
    var values = values
    values[name] = value == Self.off ? nil : value
    let words = Self.names.flatMap { name in values[name].map { ["--\(name)=\($0)"] } ?? [] }
    options = try SearchArguments.parse(words).options
    options.wantsScores = false
    self.values = values
  }

  /// What was given, as a line.
  var text: String {
    let given = Self.names.compactMap { name in values[name].map { "\(name) \($0)" } }
    return given.isEmpty ? "greedy, nothing set" : given.joined(separator: ", ")
  }
}

extension SearchArguments {
  /// The options that differ from their defaults, by name.
  fileprivate var given: [String: String] {
    var given: [String: String] = [:]
    given["temperature"] = temperature.map { "\($0)" }
    given["top-k"] = topK.map { "\($0)" }
    given["top-p"] = topP.map { "\($0)" }
    given["seed"] = seed.map { "\($0)" }
    given["beams"] = beams == 1 ? nil : "\(beams)"
    given["length-penalty"] = lengthPenalty == 1 ? nil : "\(lengthPenalty)"
    given["max-tokens"] = maxTokens == 128 ? nil : "\(maxTokens)"
    given["min-tokens"] = minTokens == 0 ? nil : "\(minTokens)"
    return given
  }
}
