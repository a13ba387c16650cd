import Diagnostics
import Instructions
import Recipes
import Setup

/// What of the Flan collection a recipe's sources cover, for people and for programs.
package struct InventoryPage: Sendable, Codable, Equatable {
  /// Which of the lists are wanted.
  package struct Lists: OptionSet, Sendable {
    /// The bits.
    package let rawValue: Int
    /// A set of lists.
    package init(rawValue: Int) { self.rawValue = rawValue }
    /// Tasks of the collection that are there.
    package static let covered = Lists(rawValue: 1)
    /// Tasks of the collection that are not there.
    package static let missing = Lists(rawValue: 2)
    /// Tasks that the collection does not have.
    package static let extra = Lists(rawValue: 4)
  }

  /// The paper's parts, with how much of each is there.
  package var parts: [InventoryCoverage.PartCount]
  /// The sources that the collection's table names, with how much of each is there.
  package var sources: [InventoryCoverage.Count]
  /// Its kinds of tasks, with how much of each is there, the largest first.
  package var categories: [InventoryCoverage.Count]
  /// How many tasks the recipe's sources have.
  package var tasks: Int
  /// Tasks that are there but belong to an evaluation suite.
  package var toLeaveOut: [InventoryCoverage.Covered]
  /// The collection's tasks that are there, where they are wanted.
  package var covered: [InventoryCoverage.Covered]?
  /// Those that are not there, where they are wanted.
  package var missing: [InventoryTask]?
  /// What is there besides, where it is wanted.
  package var extra: [InventoryCoverage.Extra]?

  /// The page of `coverage` with the wanted lists.
  package init(_ coverage: InventoryCoverage, tasks: Int, lists: Lists) {
    parts = coverage.byPart
    sources = coverage.bySource
    categories = coverage.byCategory
    self.tasks = tasks
    toLeaveOut = coverage.toLeaveOut
    covered = lists.contains(.covered) ? coverage.covered : nil
    missing = lists.contains(.missing) ? coverage.missing : nil
    extra = lists.contains(.extra) ? coverage.extra : nil
  }
}

extension LoadedRecipe {
  /// Compares the tasks of the recipe's sources with the Flan collection.
  /// - Throws: what reading the sources throws; `InventoryError`; `FileError.missing` where the program has
  ///   lost its table of the collection.
  package func inventoryPage(lists: InventoryPage.Lists) throws -> InventoryPage {
    let inputs = RecipeInputs(of: self)
    guard let path = ShippedData.path(ShippedData.inventory, inputs: inputs) else {
      throw FileError.missing(
        path: "Data/\(ShippedData.inventory)", what: "file beside the program", similar: nil)
    }
    let inventory = try TaskInventory(reading: path)
    let names = try TaskSourceReader(self, inputs: inputs).read().tasks.map(\.name)
    return InventoryPage(InventoryCoverage(of: names, in: inventory), tasks: names.count, lists: lists)
  }
}
