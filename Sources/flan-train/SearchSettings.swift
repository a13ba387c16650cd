import ArgumentParser
import Models

/// How answers are found, as it can be changed in a conversation: by the names of the options of `generate`, which are
/// checked as there.
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
