import ArgumentParser
import Foundation
import Inspection
import JSON
import Recipes
import Reports

/// `tasks`: what of the Flan collection a recipe's sources cover.
struct TasksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks",
    abstract: "Tells which tasks of the Flan collection a recipe's sources cover, lack, and have besides.",
    usage: "flan-train tasks [<options>] <recipe> [<dotted.key=value> ...]",
    discussion: """
      Names are compared without versions, separators, prefixes such as 'cot_' and endings such as '_train'. Without a \
      choice of lists only the sums are printed.

      Examples:

        flan-train tasks recipes/flan-small.json
        flan-train tasks my-recipe.json --missing
        flan-train tasks my-recipe.json --extra --json
      """)

  @OptionGroup var recipe: RecipeArguments

  @Flag(help: "List the collection's tasks that are there.")
  var covered = false

  @Flag(help: "List the collection's tasks that are not there.")
  var missing = false

  @Flag(help: "List the tasks that the collection does not have, with nearly equal names.")
  var extra = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try Outcome.of {
      let loaded = try recipe.load()
      var lists: InventoryPage.Lists = []
      if covered { lists.insert(.covered) }
      if missing { lists.insert(.missing) }
      if extra { lists.insert(.extra) }
      let page = try loaded.inventoryPage(lists: lists)
      if json {
        let text = String(decoding: try EventCoding.pretty(page), as: UTF8.self)
        try Outcome.printResult(text.trimmingCharacters(in: .newlines))
      } else {
        try Outcome.printResult(InventoryTextTable.textLines(page).joined(separator: "\n"))
      }
    }
  }
}
