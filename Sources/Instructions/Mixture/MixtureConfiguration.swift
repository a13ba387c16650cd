/// How tasks are mixed: fixed proportions between sub-mixtures, rates between the tasks of each.
package struct MixtureConfiguration: Sendable, Equatable {
  /// One part of the mixture.
  package struct SubMixture: Sendable, Equatable {
    /// The name, for reports.
    package var name: String
    /// Its part of the whole, in any positive scale; `nil` is the sum of its tasks' rates.
    package var proportion: Double?
    /// The names of its tasks; `nil` takes all trained tasks that no other sub-mixture names.
    package var tasks: [String]?
    /// How often each task comes.
    package var rates: RateRule

    /// A sub-mixture.
    package init(name: String, proportion: Double? = 1, tasks: [String]? = nil, rates: RateRule = RateRule())
    {
      self.name = name
      self.proportion = proportion
      self.tasks = tasks
      self.rates = rates
    }
  }

  /// How often a task comes: min(examples, cap) to the power of 1 / temperature, unless a rate is given.
  package struct RateRule: Sendable, Equatable {
    /// The most examples that count; `nil` is no limit.
    package var cap: Int?
    /// Caps by task name, in place of `cap`.
    package var caps: [String: Int] = [:]
    /// 1 is in proportion to the examples, larger is more even.
    package var temperature: Double
    /// Rates by task name, on the same scale as numbers of examples; 0 leaves the task out.
    package var explicit: [String: Double]

    /// A rule; without arguments, in proportion to the examples.
    package init(cap: Int? = nil, temperature: Double = 1, explicit: [String: Double] = [:]) {
      self.cap = cap
      self.temperature = temperature
      self.explicit = explicit
    }
  }

  /// The parts.
  package var subMixtures: [SubMixture]
  /// The share of the stream, from 0 to 1, that goes to tasks with rationales; `nil` leaves it to the parts.
  package var chainOfThoughtShare: Double?

  /// A mixture of parts.
  package init(subMixtures: [SubMixture], chainOfThoughtShare: Double? = nil) {
    self.subMixtures = subMixtures
    self.chainOfThoughtShare = chainOfThoughtShare
  }

  /// A mixture of one part that takes every trained task.
  package init(rates: RateRule = RateRule()) { subMixtures = [SubMixture(name: "all", rates: rates)] }
}

/// Published mixtures: proportions between sub-mixtures and caps inside them, by name.
///
/// The sub-mixtures are called `muffin` (Flan 2021 with dialog, program synthesis and others), `t0-sf` (the
/// tasks of T0 that are not in Muffin), `cot`, `niv2` (Natural Instructions v2) and `dialog`.
package enum MixturePreset: String, Sendable, Codable, CaseIterable {
  /// Proportion A of Chung et al. 2022 (arXiv 2210.11416), Appendix E, Table 23: the scaling and
  /// chain-of-thought experiments.
  case paperA = "paper-a"
  /// Proportion B of the same table: Flan-T5 and all other models. The four sum to 99.9 as printed.
  case paperB = "paper-b"
  /// The rates of the published code (google-research/FLAN, `flan/v2/run_example.py`), which has dialog
  /// apart.
  case publishedCode = "published-code"

  /// One sub-mixture.
  package struct Part: Sendable, Equatable {
    /// Its name.
    package let name: String
    /// Its part of the whole, in the preset's own scale.
    package let proportion: Double
    /// The most examples of a task that count.
    package let cap: Int?
  }

  /// The sub-mixtures, in the order of the publication.
  package var parts: [Part] {
    switch self {
    case .paperA: Self.paper(muffin: 52, t0: 15, chainOfThought: 3, naturalInstructions: 30)
    case .paperB: Self.paper(muffin: 46.0, t0: 27.9, chainOfThought: 1.8, naturalInstructions: 24.2)
    case .publishedCode:
      [
        Part(name: "muffin", proportion: 0.40, cap: 30_000),
        Part(name: "t0-sf", proportion: 0.32, cap: 20_000),
        Part(name: "cot", proportion: 0.05, cap: 100_000),
        // The code has all of it as one task, so that its cap of 5,000 a task never acts (google-research/FLAN,
        // issue 27): tasks come as they fall, in proportion to their examples.
        Part(name: "niv2", proportion: 0.20, cap: nil),
        Part(name: "dialog", proportion: 0.03, cap: 200_000),
      ]
    }
  }

  /// The sub-mixture of that name.
  package subscript(name: String) -> Part? { parts.first { $0.name == name } }

  /// The caps of Appendix E, Table 23.
  private static func paper(
    muffin: Double, t0: Double, chainOfThought: Double, naturalInstructions: Double
  ) -> [Part] {
    [
      Part(name: "muffin", proportion: muffin, cap: 30_000),
      Part(name: "t0-sf", proportion: t0, cap: 20_000),
      Part(name: "cot", proportion: chainOfThought, cap: 100_000),
      Part(name: "niv2", proportion: naturalInstructions, cap: 5_000),
    ]
  }
}
