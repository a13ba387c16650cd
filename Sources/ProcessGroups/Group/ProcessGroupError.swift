import Diagnostics

/// Processes that were to work together cannot, or no longer.
package struct ProcessGroupError: UserError {
  package let problem: String
  package let nextStep: String?
  package let category: FailureCategory
  package var location: SourceLocation? { nil }

  /// An error of a group.
  package init(_ problem: String, nextStep: String? = nil, category: FailureCategory = .failure) {
    self.problem = problem
    self.nextStep = nextStep
    self.category = category
  }

  /// A call of the library has failed.
  static func failed(_ operation: String, reason: String, library: String) -> Self {
    Self(
      "\(library) could not \(operation): \(reason)",
      nextStep: "The newest checkpoint is whole: the same call goes on from it.")
  }

  /// Others do not answer.
  static func silent(_ names: [String], seconds: Int) -> Self {
    Self(
      "\(names.joined(separator: ", ")) \(names.count == 1 ? "has" : "have") not answered for \(seconds) seconds",
      nextStep:
        "Look whether the machine and its network are there, and whether the process is stopped; the newest "
        + "checkpoint is whole, and the same call goes on from it. FLAN_TRAIN_PATIENCE sets the seconds.")
  }
}
