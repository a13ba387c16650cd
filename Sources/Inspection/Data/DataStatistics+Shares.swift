import Instructions

extension DataStatistics {
  /// One part of the mixture.
  package struct SubMixture: Sendable, Codable, Equatable {
    /// Its name.
    package var name: String
    /// Its tasks.
    package var tasks: Int
    /// Examples offered of it.
    package var examples: Int
    /// Their share, 0...1.
    package var share: Double
    /// Its share of the stream as the mixture has it.
    package var askedShare: Double
    /// Of its examples, the share that has a rationale in prompt or target, 0...1.
    package var rationales: Double
    /// Of its examples, the share that is turned round, 0...1.
    package var inversions: Double
  }

  /// The examples of one kind.
  package struct Kind: Sendable, Codable, Equatable {
    /// Which: `few-shot`, `rationale`, `inversion`, `options`.
    package var kind: String
    /// Examples of it.
    package var examples: Int
    /// Their share of all, 0...1.
    package var share: Double
    /// The share that the recipe asks for of these very instances.
    package var askedShare: Double
  }
}

/// Counts of parts and kinds of examples.
package struct ShareTally {
  private enum Kind: String, CaseIterable {
    case fewShot = "few-shot"
    case rationale, inversion, options
  }

  private struct Part {
    var examples = 0
    var rationales = 0
    var inversions = 0
  }

  private let stream: ExampleStream
  private let entries: [String: Int]
  private let optionsShown: Double
  private var parts: [String: Part] = [:]
  private var counts: [Kind: Int] = [:]
  private var asked: [Kind: Double] = [:]
  private var examples = 0

  /// - Parameter optionsShown: the share of prompts that show the answers to choose from, where there are
  ///   any.
  package init(_ stream: ExampleStream, optionsShown: Double) {
    self.stream = stream
    self.optionsShown = optionsShown
    entries = Dictionary(
      uniqueKeysWithValues: stream.mixture.entries.enumerated().map { ($1.split.task.name, $0) })
  }

  /// Counts an example.
  /// - Returns: the shares by which its format was drawn.
  package mutating func add(_ provenance: Provenance) -> [PromptFormat: Double] {
    guard let index = entries[provenance.task] else { return [:] }
    let entry = stream.mixture.entries[index]
    let shares = stream.askedShares(ofInstance: provenance.instance, ofEntry: index)
    examples += 1
    parts[entry.subMixture, default: Part()].examples += 1
    if provenance.format.hasRationale { parts[entry.subMixture]?.rationales += 1 }
    if provenance.inversion != nil { parts[entry.subMixture]?.inversions += 1 }
    if provenance.format.hasExemplars { counts[.fewShot, default: 0] += 1 }
    if provenance.format.hasRationale { counts[.rationale, default: 0] += 1 }
    if provenance.inversion != nil { counts[.inversion, default: 0] += 1 }
    if provenance.optionStyle != nil { counts[.options, default: 0] += 1 }
    for (format, share) in shares {
      if format.hasExemplars { asked[.fewShot, default: 0] += share }
      if format.hasRationale { asked[.rationale, default: 0] += share }
    }
    let inverted = stream.inversionShare(ofInstance: provenance.instance, ofEntry: index)
    asked[.inversion, default: 0] += inverted
    // A question that is turned round shows no options.
    let hasOptions = !entry.split.task.instances[provenance.instance].options.isEmpty
    if hasOptions { asked[.options, default: 0] += optionsShown * (1 - inverted) }
    return shares
  }

  /// The parts, in the mixture's order.
  package var subMixtures: [DataStatistics.SubMixture] {
    var order: [String] = []
    var shares: [String: (tasks: Int, share: Double)] = [:]
    for entry in stream.mixture.entries {
      if shares[entry.subMixture] == nil { order.append(entry.subMixture) }
      shares[entry.subMixture, default: (0, 0)].tasks += 1
      shares[entry.subMixture]?.share += entry.share
    }
    return order.map { name in
      let part = parts[name] ?? Part()
      let whole = Double(max(part.examples, 1))
      return DataStatistics.SubMixture(
        name: name, tasks: shares[name]?.tasks ?? 0, examples: part.examples,
        share: Double(part.examples) / Double(max(examples, 1)), askedShare: shares[name]?.share ?? 0,
        rationales: Double(part.rationales) / whole, inversions: Double(part.inversions) / whole)
    }
  }

  /// The kinds that were asked for or came.
  package var kinds: [DataStatistics.Kind] {
    Kind.allCases.compactMap { kind in
      let (count, share) = (counts[kind] ?? 0, asked[kind] ?? 0)
      if count == 0, share == 0 { return nil }
      let whole = Double(max(examples, 1))
      return .init(
        kind: kind.rawValue, examples: count, share: Double(count) / whole, askedShare: share / whole)
    }
  }
}

/// Lengths in tokens, summed up.
package struct LengthSummary: Sendable, Codable, Equatable {
  /// The mean.
  package var mean: Double
  /// The least length that half of them do not exceed.
  package var median: Int
  /// The least length that 95 % of them do not exceed.
  package var p95: Int
  /// The greatest.
  package var maximum: Int

  /// The summary of `lengths`; all 0 where there are none.
  package init(_ lengths: [Int]) {
    let sorted = lengths.sorted()
    func quantile(_ percent: Int) -> Int {
      sorted.isEmpty ? 0 : sorted[(sorted.count * percent + 99) / 100 - 1]
    }
    mean = sorted.isEmpty ? 0 : Double(sorted.reduce(0, +)) / Double(sorted.count)
    median = quantile(50)
    p95 = quantile(95)
    maximum = sorted.last ?? 0
  }
}
