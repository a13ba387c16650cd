import Foundation
import Storage

/// The folder `Data` that comes with the program: beside the shipped recipes, else in the package that a recipe belongs
/// to.
package enum ShippedData {
  /// The names of evaluation suites' tasks.
  package static let heldOutSuites = "HeldOut/suites.json"
  /// The tasks of the Flan collection.
  package static let inventory = "Inventory/flan-collection.tsv"
  /// The evaluation suites, one file each.
  package static let suites = "Suites"
  /// The templates of each family.
  package static let templates = "Templates"

  /// The file `name`.
  /// - Returns: `nil` where there is none.
  package static func path(_ name: String, inputs: RecipeInputs? = nil) -> String? {
    candidates(name, inputs).first(where: FolderChain.isFile)
  }

  /// The folder `name`.
  /// - Returns: `nil` where there is none.
  package static func folder(_ name: String, inputs: RecipeInputs? = nil) -> String? {
    candidates(name, inputs).first(where: FolderChain.isFolder)
  }

  private static func candidates(_ name: String, _ inputs: RecipeInputs?) -> [String] {
    let locator = RecipeLocator.standard()
    let beside = locator.shippedFolders.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    return (beside + (inputs?.folders ?? [locator.workingDirectory])).map { "\($0)/Data/\(name)" }
  }
}
