import ArgumentParser
import Foundation
import Inspection
import Instructions
import JSON
import Recipes
import Reports

/// `cache`: makes ahead what a run would make at its start, lists it, clears it.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Stores a recipe's large sources and tokenizes its examples ahead.",
    usage: "flan-train cache [<options>] [<recipe>] [<dotted.key=value> ...]",
    discussion: """
      Large sources (data.cache.minimumBytes) become files that instances are read from one at a time; of every task the \
      examples of the run's steps, one epoch at most, become token ids in an HDF5 file. Files are found by hashes of \
      all that they follow from, so that they are never out of date, and only what is missing is made. What a source's \
      'command' writes is kept as well: it follows from more than anybody knows, so --run-again makes it anew. Programs that a plug-in of XLA's has compiled are there too. Results do not \
      depend on the cache; a damaged file is noticed and made anew, also by a run that meets it. Any number of processes may use one folder.

      Examples:

        flan-train cache recipes/flan-small.json
        flan-train cache recipes/flan-small.json data.cache.folder=/scratch/cache
        flan-train cache --list
        flan-train cache --clear --folder /scratch/cache
      """)

  @OptionGroup var recipe: OptionalRecipeArguments

  @Flag(help: "Run the recipe's commands although what they have written is there.")
  var runAgain = false

  @Flag(help: "List the files of the cache.")
  var list = false

  @Flag(help: "Remove the files of the cache.")
  var clear = false

  @Option(
    help: "The cache to list or clear; default: the recipe's, or that of the user.", completion: .directory)
  var folder: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if list && clear { throw ValidationError("--list and --clear exclude each other") }
    if !list, !clear, recipe.recipe == nil { throw ValidationError("name a recipe, or --list or --clear") }
    if runAgain, list || clear { throw ValidationError("--run-again goes with a recipe alone") }
    if folder != nil, !list, !clear {
      throw ValidationError("--folder goes with --list and --clear; for a recipe set data.cache.folder")
    }
  }

  func run() throws {
    try Outcome.of {
      if list || clear { return try show() }
      guard let loaded = try recipe.load(further: ["data.cache.tokens=build"]) else { return }
      let page = try CachePage(
        filling: loaded, runsCommandsAgain: runAgain, progress: { Console.standardError.show($0) },
        report: { Outcome.printError($0) })
      try print(page) { CacheTextTable.lines(page) }
    }
  }

  /// Lists the files, or removes them.
  private func show() throws {
    var settings = CacheSettings()
    if let loaded = try recipe.load() { settings = loaded.recipe.data.cache }
    if let folder { settings.folder = folder }
    let content = try clear ? CacheContent(clearing: settings.path) : CacheContent(of: settings.path)
    try print(content) { CacheTextTable.lines(content, isCleared: clear) }
  }

  private func print(_ page: some Encodable, _ lines: () -> [String]) throws {
    let text =
      json ? String(decoding: try EventCoding.pretty(page), as: UTF8.self) : lines().joined(separator: "\n")
    try Outcome.printResult(text.trimmingCharacters(in: .newlines))
  }
}
