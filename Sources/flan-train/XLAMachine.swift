import Diagnostics
import Foundation
import Inspection
import PJRT
import Recipes
import XLARuntime

/// XLA where a recipe or an option asks for it: a plug-in is found, loaded and started. Nothing of it happens before.
enum XLAMachine {
  /// A plug-in and what its client was started with.
  private struct Key: Hashable {
    let path: String
    let memoryFraction: Double
    let arithmetic: RuntimeArithmetic
  }

  /// What compiled programs take in the user's cache at most, in bytes: hundreds of small ones, tens of large ones.
  private static let programBytes = 2 << 30

  /// The runtimes that were made: a second client would not find the memory of the card that the first has taken. The
  /// command makes them on its one thread.
  nonisolated(unsafe) private static var made: [Key: XLARuntime] = [:]

  /// The runtime that a recipe asks for; which plug-in was taken goes to standard error.
  /// - Parameter recipeFile: what a relative path is relative to, where that is not the recipe's own file.
  /// - Throws: `RecipeError`, `PlugInSearchError`, `PlugInError`, `PJRTError`, `FileError`.
  static func runtime(of loaded: LoadedRecipe, recipeFile: String?) throws -> XLARuntime {
    let settings = loaded.recipe.runtime
    let setting = settings.plugin == nil ? nil : loaded.place(of: "runtime.plugin")
    var wanted = settings.plugin
    if let plugin = wanted, PlugInSearch.isPath(plugin) {
      wanted = absolute(
        try RecipeInputs(of: loaded, recipeFile: recipeFile).resolve(plugin, key: "runtime.plugin"))
    }
    return try runtime(wanted, settings, at: setting)
  }

  /// The runtime of a plug-in that the command line names by its path or name, or of the first that is found.
  /// - Throws: `PlugInSearchError`, `PlugInError`, `PJRTError`, `FileError`.
  static func runtime(plugin: String?) throws -> XLARuntime {
    try runtime(plugin, RuntimeSettings(kind: .xla, plugin: plugin), at: nil)
  }

  private static func runtime(
    _ wanted: String?, _ settings: RuntimeSettings, at setting: SourceLocation?
  ) throws -> XLARuntime {
    let found = try find(wanted, at: setting)
    let fraction = settings.memoryFraction ?? RuntimeSettings.standardMemoryFraction
    let key = Key(
      path: absolute(found.path), memoryFraction: fraction, arithmetic: settings.arithmetic)
    if let known = made[key] { return known }
    if settings.memoryFraction != nil, !ClientOptions.isForCard(found.name) {
      throw UnusedMemoryFraction(plugIn: found.path, name: found.name)
    }
    let plugIn = try PlugIn(path: found.path)
    let client = try PJRTClient(
      plugIn, options: ClientOptions.running(found.name, memoryFraction: fraction))
    let cache = CacheSettings()
    let runtime = XLARuntime(
      client, lowering: LoweringOptions(arithmetic: Arithmetic(settings.arithmetic)),
      plugInSHA256: try plugIn.contentHash(remembered: cache.hashes),
      cache: ExecutableCache(
        folder: "\(cache.path)/\(CacheContent.programs)", limit: programBytes, hashes: cache.hashes),
      report: { Outcome.printError("warning: \($0)") })
    Outcome.printError(
      "XLA on \(client.devices[0].kind), by the plug-in '\(found.name)' (\(client.interface), \(found.path))"
    )
    made[key] = runtime
    return runtime
  }

  private static func find(_ wanted: String?, at setting: SourceLocation?) throws -> PlugInSearch.Candidate {
    do throws(PlugInSearchError) {
      return try PlugInSearch().find(wanted)
    } catch {
      var located = error
      located.setting = setting
      throw located
    }
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}

extension Arithmetic {
  /// What a recipe names.
  fileprivate init(_ arithmetic: RuntimeArithmetic) {
    self =
      switch arithmetic {
      case .float32: .float32
      case .tf32: .tf32
      case .bfloat16: .bfloat16
      }
  }
}

/// A share of memory for a device that has none of its own.
struct UnusedMemoryFraction: UserError {
  /// The plug-in's file.
  let plugIn: String
  /// The plug-in's name.
  let name: String

  var category: FailureCategory { .usage }
  var location: SourceLocation? { SourceLocation(file: plugIn) }
  var problem: String {
    "the plug-in '\(name)' is for no card that is known, but runtime.memoryFraction is a share of a card's memory"
  }
  var nextStep: String? { "Leave runtime.memoryFraction out." }
}
