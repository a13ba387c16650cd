import Instructions

/// What a run has read and trained on so far, in full: per source file, task and sub-mixture (`ledger.json`).
///
/// Counts add up: of a file, instances read = kept + skipped; of a task, examples drawn = used + truncated +
/// dropped.
package struct RunLedger: Sendable, Codable, Equatable {
  /// One task, one sub-mixture, or all together.
  package struct Row: Sendable, Codable, Equatable {
    /// The task; `nil` for a sum.
    package var task: String?
    /// The part of the mixture; `nil` for the sum of all.
    package var subMixture: String?
    /// How often a task is drawn, relative to the tasks of its sub-mixture.
    package var rate: Double?
    /// The asked share of the stream, from 0 to 1.
    package var share: Double
    /// The share of the examples that were trained on.
    package var realizedShare: Double
    /// Instances to train on.
    package var instances: Int
    /// Instances that are kept for evaluation.
    package var heldOut: Int
    /// Examples that the mixture draws in so many steps; exactly those read wherever a packing window ends.
    package var expected: Int
    /// How many times each instance was trained on, on average.
    package var epochs: Double
    /// Tokens of an input that was trained on, on average.
    package var meanInputTokens: Double
    /// Tokens of a target that was trained on, on average.
    package var meanTargetTokens: Double
    /// What became of the examples.
    package var counts: Ledger.Counts
  }

  /// One file that tasks were read from.
  package struct Source: Sendable, Codable, Equatable {
    /// The file.
    package var file: String
    /// Its tasks.
    package var tasks: Int
    /// Instances in it.
    package var read: Int
    /// Instances that are of use.
    package var kept: Int
    /// The others, by reason.
    package var skipped: [DropReason: Int]

    /// A source with what became of its instances.
    package init(file: String, tasks: Int, read: Int, kept: Int, skipped: [DropReason: Int]) {
      self.file = file
      self.tasks = tasks
      self.read = read
      self.kept = kept
      self.skipped = skipped
    }
  }

  /// Steps done.
  package var steps: Int
  /// The files, in the order of the tasks.
  package var sources: [Source]
  /// The tasks, in the mixture's order.
  package var tasks: [Row]
  /// The parts of the mixture, in its order.
  package var subMixtures: [Row]
  /// All together.
  package var total: Row
  /// What was found of held-out texts.
  package var heldOutTexts: [ContentCheck.Finding]

  /// A ledger.
  package init(
    steps: Int, sources: [Source], tasks: [Row], subMixtures: [Row], total: Row,
    heldOutTexts: [ContentCheck.Finding]
  ) {
    self.steps = steps
    self.sources = sources
    self.tasks = tasks
    self.subMixtures = subMixtures
    self.total = total
    self.heldOutTexts = heldOutTexts
  }

  /// Whether all counts add up.
  package var reconciles: Bool {
    tasks.allSatisfy(\.counts.reconciles)
      && total.counts.reconciles && total.counts.read == tasks.reduce(0) { $0 + $1.counts.read }
      && sources.allSatisfy { $0.read == $0.kept + $0.skipped.values.reduce(0, +) }
  }
}

extension RunLedger.Row {
  /// A row of which only the counts are known; `complete` fills in what follows from them.
  package init(
    task: String?, subMixture: String?, share: Double, instances: Int, heldOut: Int, expected: Int,
    counts: Ledger.Counts
  ) {
    self.task = task
    self.subMixture = subMixture
    self.share = share
    self.instances = instances
    self.heldOut = heldOut
    self.expected = expected
    self.counts = counts
    (realizedShare, epochs, meanInputTokens, meanTargetTokens) = (0, 0, 0, 0)
  }

  /// The sum of `rows`.
  package init(sumOf rows: [RunLedger.Row], subMixture: String?, outOf trained: Int) {
    self.init(
      task: nil, subMixture: subMixture, share: rows.reduce(0) { $0 + $1.share },
      instances: rows.reduce(0) { $0 + $1.instances }, heldOut: rows.reduce(0) { $0 + $1.heldOut },
      expected: rows.reduce(0) { $0 + $1.expected },
      counts: rows.reduce(into: Ledger.Counts()) { $0.add($1.counts) })
    complete(outOf: trained)
  }

  /// Fills in what follows from the counts; `trained` are the examples that all tasks together were trained
  /// on.
  package mutating func complete(outOf trained: Int) {
    let own = Double(counts.used + counts.truncated)
    realizedShare = own / Double(max(1, trained))
    epochs = own / Double(max(1, instances))
    meanInputTokens = own == 0 ? 0 : Double(counts.inputTokens) / own
    meanTargetTokens = own == 0 ? 0 : Double(counts.targetTokens) / own
  }
}
