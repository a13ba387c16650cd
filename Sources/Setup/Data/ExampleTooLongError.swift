import Diagnostics
import Instructions

/// An example that is longer than a row, where the recipe allows none.
package struct ExampleTooLongError: UserError {
  /// The instance's place in its file.
  package let place: SourceLocation
  /// What the packer says.
  package let packing: PackingError

  package var category: FailureCategory { packing.category }
  package var location: SourceLocation? { place }
  package var problem: String { packing.problem }
  package var nextStep: String? {
    "Raise packing.inputLength or packing.targetLength, or set data.excessLength to \"truncate\" or \"drop\"."
  }
}
