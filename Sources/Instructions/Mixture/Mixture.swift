import Foundation

/// The trained tasks with their share of the stream.
package struct Mixture: Sendable {
  /// One task of the mixture.
  package struct Entry: Sendable {
    /// The task, with the instances that are trained on.
    package let split: TaskSplit
    /// The name of its sub-mixture.
    package let subMixture: String
    /// How often it comes, relative to the tasks of its sub-mixture.
    package let rate: Double
    /// How often it comes, as a fraction of the stream; all shares sum to 1.
    package let share: Double
  }

  /// The tasks with a positive rate: the sub-mixtures in their order, in each the tasks sorted by name.
  package let entries: [Entry]

  /// The mixture of `tasks` that `configuration` asks for.
  /// - Throws: `MixtureError`.
  package init(_ tasks: [TaskSplit], configuration: MixtureConfiguration) throws(MixtureError) {
    let claims = try Self.claims(on: tasks, configuration)
    var parts: [(part: MixtureConfiguration.SubMixture, members: [Member], rate: Double)] = []
    for (number, part) in configuration.subMixtures.enumerated() {
      var members: [Member] = []
      for (split, claim) in zip(tasks, claims) where claim == number {
        let rate = try Self.rate(of: split, in: part)
        if rate > 0, !split.train.isEmpty { members.append((split, rate)) }
      }
      let wholeRate = members.reduce(0) { $0 + $1.rate }
      guard wholeRate > 0 else { throw .emptySubMixture(name: part.name) }
      guard wholeRate.isFinite else {
        throw .badNumber(
          subMixture: part.name, what: "sum of rates", value: wholeRate, requirement: "finite")
      }
      parts.append((part, members, wholeRate))
    }
    let wholeProportion = parts.reduce(0) { $0 + ($1.part.proportion ?? $1.rate) }
    var entries: [Entry] = []
    for (part, members, rate) in parts {
      for member in members {
        let share = (part.proportion ?? rate) / wholeProportion * member.rate / rate
        entries.append(
          Entry(split: member.split, subMixture: part.name, rate: member.rate, share: share))
      }
    }
    if let share = configuration.chainOfThoughtShare {
      entries = try Self.entries(entries, chainOfThoughtShare: share)
    }
    if entries.isEmpty { throw .nothingToMix }
    self.entries = entries
  }

  private typealias Member = (split: TaskSplit, rate: Double)

  private static func rate(
    of split: TaskSplit, in part: MixtureConfiguration.SubMixture
  ) throws(MixtureError) -> Double {
    if let rate = part.rates.explicit[split.task.name] { return rate }
    let examples = min(split.train.count, part.rates.caps[split.task.name] ?? part.rates.cap ?? .max)
    return part.rates.temperature == 1 ? Double(examples) : pow(Double(examples), 1 / part.rates.temperature)
  }

  /// For each task, the index of the sub-mixture that takes it.
  private static func claims(
    on tasks: [TaskSplit], _ configuration: MixtureConfiguration
  ) throws(MixtureError) -> [Int] {
    let names = tasks.map(\.task.name)
    let known = Set(names)
    var owners: [String: Int] = [:]
    var remainder: Int?
    for (number, part) in configuration.subMixtures.enumerated() {
      try checkNumbers(of: part)
      for name in (part.tasks ?? []) + part.rates.explicit.keys.sorted() where !known.contains(name) {
        throw .unknownTask(subMixture: part.name, name: name, valid: names)
      }
      guard let list = part.tasks else {
        if let remainder {
          throw .twoRemainders(first: configuration.subMixtures[remainder].name, second: part.name)
        }
        remainder = number
        continue
      }
      for name in list {
        if let first = owners.updateValue(number, forKey: name), first != number {
          throw .claimedTwice(
            task: name, first: configuration.subMixtures[first].name, second: part.name)
        }
      }
    }
    let unclaimed = names.filter { owners[$0] == nil }
    guard let rest = remainder ?? (unclaimed.isEmpty ? 0 : nil) else { throw .unclaimed(tasks: unclaimed) }
    return names.map { owners[$0] ?? rest }
  }

  private static func checkNumbers(of part: MixtureConfiguration.SubMixture) throws(MixtureError) {
    func require(_ isValid: Bool, _ what: String, _ value: Double, _ requirement: String) throws(MixtureError)
    {
      if isValid { return }
      throw .badNumber(subMixture: part.name, what: what, value: value, requirement: requirement)
    }
    let isPositive = { (value: Double) in value > 0 && value.isFinite }
    if let proportion = part.proportion {
      try require(isPositive(proportion), "proportion", proportion, "a positive number")
    }
    let temperature = part.rates.temperature
    try require(isPositive(temperature), "temperature", temperature, "a positive number")
    if let cap = part.rates.cap { try require(cap > 0, "cap", Double(cap), "1 or more") }
    for name in part.rates.caps.keys.sorted() {
      let cap = part.rates.caps[name] ?? 1
      try require(cap > 0, "cap of '\(name)'", Double(cap), "1 or more")
    }
    for name in part.rates.explicit.keys.sorted() {
      let rate = part.rates.explicit[name] ?? 0
      try require(rate >= 0 && rate.isFinite, "rate of '\(name)'", rate, "0 or more")
    }
  }
}

extension Mixture {
  /// `entries` with `share` of the stream for tasks with rationales and the rest for the others; within both,
  /// the proportions stay as they were. A side without a share is left out.
  /// - Throws: `MixtureError.badChainOfThoughtShare`.
  static func entries(_ entries: [Entry], chainOfThoughtShare share: Double) throws(MixtureError) -> [Entry] {
    guard (0...1).contains(share) else { throw .badChainOfThoughtShare(share, missing: nil) }
    let reasons = entries.map(\.split.hasRationales)
    var wholes = (with: 0.0, without: 0.0)
    for (entry, hasRationales) in zip(entries, reasons) {
      if hasRationales { wholes.with += entry.share } else { wholes.without += entry.share }
    }
    if wholes.with == 0, share > 0 { throw .badChainOfThoughtShare(share, missing: "with") }
    if wholes.without == 0, share < 1 { throw .badChainOfThoughtShare(share, missing: "without") }
    return zip(entries, reasons).compactMap { entry, hasRationales in
      let factor = hasRationales ? share / wholes.with : (1 - share) / wholes.without
      if factor == 0 { return nil }
      return Entry(
        split: entry.split, subMixture: entry.subMixture, rate: entry.rate, share: entry.share * factor)
    }
  }
}

extension TaskSplit {
  /// Whether the task is one of chain of thought: one of its first trained instances has a rationale.
  package var hasRationales: Bool {
    train.prefix(64).contains { task.instances[$0].rationale != nil }
  }
}
