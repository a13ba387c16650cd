import Diagnostics
import Instructions

/// An example that is longer than a row, where the recipe allows none.
struct ExampleTooLongError: UserError {
  /// The instance's place in its file.
  let place: SourceLocation
  /// What the packer says.
  let packing: PackingError

  var category: FailureCategory { packing.category }
  var location: SourceLocation? { place }
  var problem: String { packing.problem }
  var nextStep: String? {
    "Raise packing.inputLength or packing.targetLength, or set data.excessLength to \"truncate\" or \"drop\"."
  }
}
