import ArgumentParser
import Foundation
import Recipes

/// `schema`: what a recipe may say.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of recipes, for editors.",
    discussion: """
      Examples:

        flan-train schema > recipe.schema.json
        flan-train schema | less
      """)

  func run() throws {
    try Outcome.of { try Outcome.printResult(Recipe.jsonSchema.prettyText()) }
  }
}
