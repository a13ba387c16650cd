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
