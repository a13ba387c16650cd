import ArgumentParser

/// What one call of `eval` scores: a model or outputs made elsewhere, on a recipe's held-out examples or on
/// published suites. It follows from the arguments alone, and says which of the options have a meaning.
enum EvaluationSubject: CaseIterable {
  /// A model, on the held-out examples of its recipe.
  case modelOnHeldOut
  /// A model, on suites.
  case modelOnSuites
  /// A run's own predictions of its held-out examples.
  case heldOutPredictions
  /// Predictions of one suite's examples.
  case suitePredictions

  /// Whether a model is asked.
  var hasModel: Bool { self == .modelOnHeldOut || self == .modelOnSuites }
  /// Whether published suites are what it is scored on.
  var hasSuites: Bool { self == .modelOnSuites || self == .suitePredictions }

  /// The subject of a call.
  /// - Throws: `ValidationError` where nothing, or both a model and predictions, are named.
  init(model: String?, predictions: String?, suites: [String]) throws {
    switch (model, predictions) {
    case (nil, nil): throw ValidationError("Name a model, or --predictions, for suites with --suite.")
    case (.some, .some): throw ValidationError("A model and --predictions exclude each other.")
    case (.some, nil): self = suites.isEmpty ? .modelOnHeldOut : .modelOnSuites
    case (nil, .some): self = suites.isEmpty ? .heldOutPredictions : .suitePredictions
    }
  }

  /// An option of the call, and what it is for.
  struct Option {
    /// As it is written.
    let name: String
    /// Whether the call has it.
    let isGiven: Bool
    /// Where it has a meaning.
    let subjects: Set<EvaluationSubject>

    init(_ name: String, _ isGiven: Bool, for subjects: EvaluationSubject...) {
      self.name = name
      self.isGiven = isGiven
      self.subjects = Set(subjects)
    }

    /// What the option is for, as far as `subject` lacks it.
    fileprivate func purpose(besides subject: EvaluationSubject) -> String {
      if !subject.hasModel, subjects.allSatisfy(\.hasModel) { return "models" }
      if !subject.hasSuites, subjects.allSatisfy(\.hasSuites) { return "--suite" }
      return "held-out tasks, not for --suite"
    }
  }

  /// Refuses options that would be ignored.
  /// - Throws: `ValidationError` about the first one.
  func refuse(_ options: [Option]) throws {
    if let option = options.first(where: { $0.isGiven && !$0.subjects.contains(self) }) {
      throw ValidationError("\(option.name) is for \(option.purpose(besides: self)).")
    }
  }
}
