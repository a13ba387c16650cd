/// Why an example was not trained on.
package enum DropReason: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// The target is empty or only white space.
  case blankTarget
  /// The input is empty or only white space.
  case blankInput
  /// Each instance says what to do itself, and this one does not.
  case blankDefinition
  /// A question that has no answer, where the task needs one.
  case unanswerable
  /// It has held-out texts, and the recipe has such instances taken out.
  case heldOutText
  /// Longer than a row, where the policy is to drop such examples.
  case tooLong
  /// No row of the step had room left.
  case unpacked
}
