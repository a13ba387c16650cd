import Diagnostics
import JSON
import Settings

extension RecipeReading {
  /// Lets one of `train.steps` and `train.epochs` say how long the run goes, and refuses both.
  /// - Parameter isOfRun: whether the recipe is a run's own, which has both: the epochs as they were asked
  ///   for, and the steps that they came to. What is given on the command line comes in place of both.
  package mutating func settleLength(_ train: inout TrainSettings, file: String, isOfRun: Bool) {
    let steps = origins["train.steps"].flatMap { train.stepSetting == nil ? nil : $0 }
    guard let epochs = train.epochs else {
      // Steps that are null, and no epochs in their place, are as good as not given.
      train.stepSetting = train.stepSetting ?? TrainSettings.standardSteps
      return
    }
    guard let steps else {
      train.stepSetting = nil
      return
    }
    let place = origins["train.epochs"] ?? SourceLocation(file: file, field: "train.epochs")
    let isOverridden = { (place: SourceLocation) in place.file == RecipeError.commandLine }
    switch (isOfRun, isOverridden(steps), isOverridden(place)) {
    case (true, false, false): return
    case (true, true, false): train.epochs = nil
    case (true, false, true): train.stepSetting = nil
    default:
      problems.append(
        .contradiction(
          location: place,
          problem:
            "is \(OrderedJSON.text(of: epochs)), but train.steps is \(train.steps) (\(Self.words(for: steps))): "
            + "one of the two says how long a run goes",
          nextStep: "Leave one of them out; on the command line train.steps=null or train.epochs=null does."))
    }
  }

  /// `recipe.json:5`, or `command line`.
  private static func words(for place: SourceLocation) -> String {
    if place.file == RecipeError.commandLine { return place.file }
    return SourceLocation(file: place.file, line: place.line).description
  }
}
