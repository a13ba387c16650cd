extension Mixture {
  /// `entries` with `share` of the stream for tasks with rationales and the rest for the others; within both, the
  /// proportions stay as they were. A side without a share is left out.
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
