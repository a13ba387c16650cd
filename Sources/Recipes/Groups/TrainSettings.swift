import Settings

/// How long and on what the run goes.
package struct TrainSettings: Sendable, Equatable {
  /// Optimizer steps, or `nil` where another setting says how long the run goes and they have not been
  /// counted yet.
  package var stepSetting: Int? = standardSteps
  /// Passes over the mixture's examples in place of steps; these are counted once the data has been read
  /// (`EpochCount`).
  package var epochs: Double?
  /// Target tokens to train on in place of steps; these are counted once the data has been read
  /// (`TargetTokenCount`).
  package var targetTokens: Int?
  /// The equal parts that a step's rows are computed in, one after the other: less memory for the same step.
  package var accumulation = 1
  /// Patterns of the names of the parameters that are trained; empty is all.
  package var only: [String] = []
  /// Patterns of the names of parameters that stay as they are, also where `only` names them.
  package var freeze: [String] = []
  /// Threads; `nil` is every core.
  package var threads: Int?

  /// The steps of a recipe that says nothing of it.
  package static let standardSteps = 1_000
  /// The most steps of a run.
  package static let mostSteps = 1_000_000_000
  /// The dotted keys that together say how long the run goes.
  package static let lengthKeys = Length.allCases.map(\.key)

  /// A setting that says how long the run goes; one of them holds.
  package enum Length: String, Sendable, CaseIterable {
    /// Optimizer steps.
    case steps
    /// Passes over the mixture's examples.
    case epochs
    /// Target tokens, padding not counted.
    case targetTokens

    /// The dotted key.
    package var key: String { "train.\(rawValue)" }
  }

  /// The defaults.
  package init() {}

  /// Optimizer steps; 1 where they are still to be counted.
  package var steps: Int {
    get { stepSetting ?? 1 }
    set { stepSetting = newValue }
  }

  /// What a setting of the run's length says; `nil` where it says nothing.
  package func amount(of length: Length) -> Double? {
    switch length {
    case .steps: stepSetting.map(Double.init)
    case .epochs: epochs
    case .targetTokens: targetTokens.map(Double.init)
    }
  }

  /// Lets a setting of the run's length say nothing.
  package mutating func remove(_ length: Length) {
    switch length {
    case .steps: stepSetting = nil
    case .epochs: epochs = nil
    case .targetTokens: targetTokens = nil
    }
  }
}

extension TrainSettings: SettingGroup {
  package static let settings: [Setting<TrainSettings>] = [
    Setting(
      "steps", \.stepSetting, .from(1, through: Double(mostSteps)),
      "optimizer steps; null is those of train.epochs or train.targetTokens"),
    Setting(
      "epochs", \.epochs, .above(0, through: 1_000_000),
      "passes over the mixture's examples, in place of steps; may be a fraction"),
    Setting(
      "targetTokens", \.targetTokens, .from(1, through: 1e15),
      "target tokens to train on, in place of steps: as many steps as it takes"),
    Setting(
      "accumulation", \.accumulation, .from(1, through: 65_536),
      "equal parts that a step's rows are computed in, one after the other, with their gradients added"),
    Setting("only", \.only, "names of the parameters to train, with * and ?; empty trains all"),
    Setting(
      "freeze", \.freeze,
      "names of parameters that stay as they are, with * and ?, also where train.only names them"),
    Setting("threads", \.threads, .from(1, through: 4_096), "threads; null is every core"),
  ]
}
