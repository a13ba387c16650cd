/// What came of a verification.
package struct ResumeVerdict: Sendable, Codable, Equatable {
  /// Where the two runs part.
  package struct Difference: Sendable, Codable, Equatable {
    /// What of a step can differ.
    package enum Part: String, Sendable, Codable {
      /// The model's weights.
      case weights
      /// The optimizer's tensors.
      case optimizer
      /// Where the run stands in its data.
      case dataPosition
      /// The step's metrics.
      case metrics
      /// The scores of the evaluation after the step.
      case evaluation
      /// The files of the checkpoint after the last step.
      case checkpoint
      /// Only one of the runs has the step.
      case missing
    }

    /// The first step that differs.
    package var step: Int
    /// What of it differs; where several do, the first of the list above.
    package var part: Part
    /// The first tensor or file that differs.
    package var name: String?
  }

  /// The run's name.
  package var name: String
  /// The steps that were compared.
  package var steps: Int
  /// The steps after which the second run was interrupted.
  package var interruptedAfter: [Int]
  /// Whether nothing differs.
  package var isEqual: Bool { difference == nil }
  /// Where the runs part, if they do.
  package var difference: Difference?
  /// The fingerprints of the run that was not interrupted.
  package var fingerprints: [StepFingerprint]

  private enum CodingKeys: String, CodingKey {
    case name, steps, interruptedAfter, difference, fingerprints, isEqual
  }

  /// Reads a verdict; `isEqual` follows from the rest.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    steps = try values.decode(Int.self, forKey: .steps)
    interruptedAfter = try values.decode([Int].self, forKey: .interruptedAfter)
    difference = try values.decodeIfPresent(Difference.self, forKey: .difference)
    fingerprints = try values.decode([StepFingerprint].self, forKey: .fingerprints)
  }

  /// Writes the verdict, `isEqual` with it.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    try values.encode(steps, forKey: .steps)
    try values.encode(interruptedAfter, forKey: .interruptedAfter)
    try values.encode(isEqual, forKey: .isEqual)
    try values.encodeIfPresent(difference, forKey: .difference)
    try values.encode(fingerprints, forKey: .fingerprints)
  }

  /// The verdict on two runs.
  package init(
    name: String, interruptedAfter: [Int], straight: FingerprintRecorder, interrupted: FingerprintRecorder
  ) {
    self.name = name
    self.interruptedAfter = interruptedAfter
    fingerprints = straight.steps.values.sorted { $0.step < $1.step }
    steps = fingerprints.count
    difference = Self.firstDifference(
      (straight.steps, straight.tensors), (interrupted.steps, interrupted.tensors))
  }

  /// The steps of a run and the hashes behind them, by step.
  package typealias Run = (steps: [Int: StepFingerprint], tensors: [Int: TensorHashes])

  /// Where two runs part first.
  package static func firstDifference(_ straight: Run, _ interrupted: Run) -> Difference? {
    for step in Set(straight.steps.keys).union(interrupted.steps.keys).sorted() {
      guard let left = straight.steps[step], let right = interrupted.steps[step] else {
        return Difference(step: step, part: .missing)
      }
      if left == right { continue }
      if left.weights != right.weights {
        return Difference(
          step: step, part: .weights,
          name: tensor(\.weights, straight.tensors[step], interrupted.tensors[step]))
      }
      if left.optimizer != right.optimizer {
        return Difference(
          step: step, part: .optimizer,
          name: tensor(\.optimizer, straight.tensors[step], interrupted.tensors[step]))
      }
      let part: Difference.Part =
        left.dataPosition != right.dataPosition
        ? .dataPosition : left.metrics != right.metrics ? .metrics : .evaluation
      return Difference(step: step, part: part)
    }
    return nil
  }

  private static func tensor(
    _ group: KeyPath<TensorHashes, TensorHashes.Group>, _ left: TensorHashes?, _ right: TensorHashes?
  ) -> String? {
    guard let left, let right else { return nil }
    return left[keyPath: group].firstDifference(from: right[keyPath: group])
  }
}
