import Diagnostics
import JSON
import Settings

extension RecipeReading {
  /// Lets one of `train.steps`, `train.epochs` and `train.targetTokens` say how long the run goes, and
  /// refuses several.
  /// - Parameter isOfRun: whether the recipe is a run's own, which has two: what was asked for, and the steps
  ///   that it came to. What is given on the command line comes in place of both.
  package mutating func settleLength(_ train: inout TrainSettings, file: String, isOfRun: Bool) {
    // Steps that nobody has given are the default, which says nothing beside another setting.
    var given = TrainSettings.Length.allCases.filter { length in
      train.amount(of: length) != nil && (length != .steps || origins[length.key] != nil)
    }
    if isOfRun {
      let overridden = given.filter { origins[$0.key]?.file == RecipeError.commandLine }
      if overridden.isEmpty, given.contains(.steps) { return }
      if !overridden.isEmpty {
        for length in given where !overridden.contains(length) { train.remove(length) }
        given = overridden
      }
    }
    guard let first = given.first else {
      // Steps that are null, and nothing in their place, are as good as not given.
      train.stepSetting = train.stepSetting ?? TrainSettings.standardSteps
      return
    }
    if first != .steps { train.stepSetting = nil }
    for length in given.dropFirst() { refuse(length, beside: first, of: train, file: file) }
  }

  private mutating func refuse(
    _ length: TrainSettings.Length, beside first: TrainSettings.Length, of train: TrainSettings, file: String
  ) {
    func place(_ length: TrainSettings.Length) -> SourceLocation {
      origins[length.key] ?? SourceLocation(file: file, field: length.key)
    }
    func text(_ length: TrainSettings.Length) -> String {
      train.amount(of: length).map { OrderedJSON.text(of: $0) } ?? "null"
    }
    problems.append(
      .contradiction(
        location: place(length),
        problem:
          "is \(text(length)), but \(first.key) is \(text(first)) (\(Self.words(for: place(first)))): "
          + "one of the two says how long a run goes",
        nextStep:
          "Leave one of them out; on the command line \(first.key)=null or \(length.key)=null does."))
  }

  /// `recipe.json:5`, or `command line`.
  private static func words(for place: SourceLocation) -> String {
    if place.file == RecipeError.commandLine { return place.file }
    return SourceLocation(file: place.file, line: place.line).description
  }
}
