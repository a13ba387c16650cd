/// What a step's folders are called: `step-00000500`, with eight digits, so that names sort like steps.
package enum StepName {
  private static let start = "step-"

  /// The name of the folders of `step`.
  package static func text(_ step: Int) -> String {
    let digits = String(step)
    return start + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  /// The step of a folder called `name`; `nil` for any other name.
  package static func step(of name: String) -> Int? {
    guard name.hasPrefix(start), let step = Int(name.dropFirst(start.count)), step >= 0, text(step) == name
    else { return nil }
    return step
  }
}
