import Diagnostics
import Foundation
import Inspection
import PJRT
import Recipes
import XLARuntime

/// XLA where a recipe or an option asks for it: a plug-in is found, loaded and started. Nothing of it happens before.
enum XLAMachine {
  /// A plug-in and the settings that its runtime was made for.
  private struct Key: Hashable {
    let path: String
    let settings: RuntimeSettings
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
    let runtime = try runtime(wanted, settings, at: setting)
    let rows = loaded.recipe.packing.rows / loaded.recipe.train.accumulation
    if rows % runtime.deviceCount != 0 { throw UndividedRows(rows: rows, devices: runtime.deviceCount) }
    return runtime
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
    var own = settings
    (own.plugin, own.memoryFraction) = (nil, fraction)
    let key = Key(path: absolute(found.path), settings: own)
    if let known = made[key] { return known }
    if settings.memoryFraction != nil, !ClientOptions.isForCard(found.name) {
      throw UnusedMemoryFraction(plugIn: found.path, name: found.name)
    }
    let plugIn = try PlugIn(path: found.path)
    let client = try PJRTClient(
      plugIn,
      options: ClientOptions.running(
        found.name, memoryFraction: fraction, processorDevices: settings.devices.least))
    let count = settings.devices == .all ? client.devices.count : settings.devices.least
    if count > client.devices.count {
      throw TooFewDevices(plugIn: found.path, wanted: count, found: client.devices.count)
    }
    let cache = CacheSettings()
    let runtime = XLARuntime(
      client, deviceCount: count, splitsWeights: settings.weights == .split && count > 1,
      lowering: LoweringOptions(arithmetic: Arithmetic(settings.arithmetic)),
      plugInSHA256: try plugIn.contentHash(remembered: cache.hashes),
      cache: ExecutableCache(
        folder: "\(cache.path)/\(CacheContent.programs)", limit: programBytes, hashes: cache.hashes),
      report: { Outcome.printError("warning: \($0)") })
    Outcome.printError(
      "XLA on \(count == 1 ? "" : "\(count) x ")\(client.devices[0].kind), by the plug-in '\(found.name)' (\(client.interface), \(found.path))"
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

extension DeviceCount {
  /// The number that is asked for; 1 for all there are.
  fileprivate var least: Int {
    switch self {
    case .all: 1
    case .some(let count): count
    }
  }
}

/// More devices than a plug-in has.
struct TooFewDevices: UserError {
  /// The plug-in's file.
  let plugIn: String
  /// The number that the recipe has.
  let wanted: Int
  /// The number that the plug-in has.
  let found: Int

  var category: FailureCategory { .usage }
  var location: SourceLocation? { SourceLocation(file: plugIn) }
  var problem: String {
    "runtime.devices is \(wanted), but the plug-in has \(found == 1 ? "one device" : "\(found) devices")"
  }
  var nextStep: String? { "Set runtime.devices to \(found), or to 'all'; flan-train devices lists them." }
}

/// Rows that the devices that were found cannot share.
struct UndividedRows: UserError {
  /// The rows of a part of a batch.
  let rows: Int
  /// The devices.
  let devices: Int

  var category: FailureCategory { .usage }
  var location: SourceLocation? { nil }
  var problem: String {
    "runtime.devices is 'all', which are \(devices), but \(rows) rows cannot be divided by it"
  }
  var nextStep: String? {
    "Let packing.rows / train.accumulation be a multiple of \(devices), or set runtime.devices to a number."
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
