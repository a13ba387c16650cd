import Evaluation

extension StudyContradictions {
  /// What a measure's parts say against each other.
  mutating func check(measure index: Int) {
    let (measure, key) = (study.measures[index], "measures[\(index)]")
    // A measure's name is also that of its plot's file.
    check(name: measure.name, at: "\(key).name")
    if study.measures[..<index].contains(where: { $0.name == measure.name }) {
      refuse("\(key).name", "'\(measure.name)' is another measure's name", "Name it otherwise.")
    }
    if measure.suite != nil { return check(suiteOf: measure, at: key) }
    if measure.group == .heldOutTexts, ![.tokenProbability, .exactMatch].contains(measure.score) {
      refuse(
        "\(key).score",
        "is '\(measure.score.rawValue)', but texts are no tasks: they have a loss, and last words",
        "Choose 'tokenProbability' or 'exactMatch', or \(Self.groupsOfAnswers).")
    }
  }

  /// What holds for groups alone means nothing beside a suite.
  private mutating func check(suiteOf measure: StudyMeasure, at key: String) {
    if measure.suite?.isEmpty == true {
      refuse("\(key).suite", "is empty", "Name a suite of the arms' evaluation.suites.")
    }
    for name in ["group", "formats", "clusters"] where origins["\(key).\(name)"] != nil {
      refuse(
        "\(key).\(name)", "is of held-out examples, but the measure is of a suite",
        "Leave '\(name)' or 'suite' out.")
    }
    if measure.unit == .cluster, origins["\(key).unit"] != nil {
      refuse("\(key).unit", "is 'cluster', but a suite has tasks alone", "Leave it out, or choose 'task'.")
    }
  }

  private static var groupsOfAnswers: String {
    EvaluationGroup.Name.ofAnswers.map { "'\($0.rawValue)'" }.joined(separator: " or ") + " as the group"
  }
}
