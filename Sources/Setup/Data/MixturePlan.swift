import Diagnostics
import Foundation
import Instructions
import Recipes
import Settings

/// Which tasks are trained on, and how they are mixed.
package struct MixturePlan {
  /// The trained tasks.
  package let tasks: [TaskSplit]
  /// Their mixture.
  package let configuration: MixtureConfiguration
  /// What the user should know of it.
  package private(set) var notes: [String] = []

  /// The plan of a recipe: sources of one `subMixture` together.
  /// - Parameter trained: the tasks that are not held out; others have no part in it.
  /// - Throws: `RecipeError` about the selection of tasks.
  package init(_ loaded: LoadedRecipe, sources: TaskSourceReader.Sources, trained: [TaskSplit]) throws {
    let settings = loaded.recipe.data.mixture
    var owners: [String: TaskSourceSettings] = [:]
    for (source, names) in sources.names {
      for name in names { owners[name] = source }
    }
    let present = trained.filter { settings.isDrawn(owners[$0.task.name]) }
    tasks = try Self.selected(present, owners, loaded)
    let names = Set(tasks.map(\.task.name))
    var parts: [MixtureConfiguration.SubMixture] = []
    for (source, sourceTasks) in sources.names {
      let drawn = sourceTasks.filter(names.contains)
      if !drawn.isEmpty { Self.add(drawn, of: source, to: &parts, settings) }
    }
    configuration = MixtureConfiguration(subMixtures: parts, chainOfThoughtShare: settings.chainOfThought)
    if let preset = settings.preset { notes += Self.lacking(preset, parts, settings) }
    if tasks.count < present.count {
      notes.append("\(tasks.count) of \(present.count) tasks are trained on, as data.mixture.tasks has it")
    }
  }

  private static func add(
    _ tasks: [String], of source: TaskSourceSettings, to parts: inout [MixtureConfiguration.SubMixture],
    _ settings: MixtureSettings
  ) {
    let name = source.subMixtureName
    if !parts.contains(where: { $0.name == name }) {
      let temperature = settings.subMixtures[name]?.temperature ?? settings.temperature
      parts.append(
        .init(
          name: name, proportion: settings.proportion(of: name), tasks: [],
          rates: .init(cap: settings.cap(of: name), temperature: temperature)))
    }
    for index in parts.indices where parts[index].name == name {
      parts[index].tasks?.append(contentsOf: tasks)
      for task in tasks {
        if let rate = source.rate { parts[index].rates.explicit[task] = rate }
        if let cap = source.cap { parts[index].rates.caps[task] = cap }
      }
    }
  }

  private static func selected(
    _ tasks: [TaskSplit], _ owners: [String: TaskSourceSettings], _ loaded: LoadedRecipe
  ) throws -> [TaskSplit] {
    let selection = loaded.recipe.data.mixture.tasks.selection
    if selection == TaskSelection() { return tasks }
    do {
      let names = try selection.names(
        of: tasks.map { ($0.task.name, owners[$0.task.name]?.subMixtureName ?? "all") },
        seed: UInt64(clamping: loaded.recipe.seed))
      return tasks.filter { names.contains($0.task.name) }
    } catch {
      let keys = ["count", "exclude", "include"].map { "data.mixture.tasks.\($0)" }
      let key = if case .notEnoughTasks = error { keys[0] } else { keys.last { loaded.origins[$0] != nil } }
      throw RecipeError.contradiction(
        location: loaded.place(of: key ?? "data.mixture.tasks"), problem: error.problem,
        nextStep: error.nextStep ?? "")
    }
  }

  /// What of a preset the data does not have, and what becomes of the rest.
  private static func lacking(
    _ preset: MixturePreset, _ parts: [MixtureConfiguration.SubMixture], _ settings: MixtureSettings
  ) -> [String] {
    let present = Set(parts.map(\.name))
    let lacking = preset.parts.map(\.name).filter {
      !present.contains($0) && (settings.proportion(of: $0) ?? 0) > 0
    }
    if lacking.isEmpty { return [] }
    let whole = parts.reduce(0) { $0 + ($1.proportion ?? 0) }
    let shares = parts.map { part in
      "\(part.name) \(String(format: "%.1f", locale: nil, 100 * (part.proportion ?? 0) / max(whole, .leastNormalMagnitude))) %"
    }
    return [
      "the mixture \(preset.rawValue) also has \(lacking.joined(separator: ", ")), of which there is no task here; "
        + "the others share the whole: \(shares.joined(separator: ", "))"
    ]
  }
}

extension TaskSourceSettings {
  /// The sub-mixture of the source's tasks.
  package var subMixtureName: String { self.subMixture ?? "all" }
}

extension MixtureSettings {
  /// Whether tasks of a source are drawn at all: a proportion of 0 leaves them out.
  fileprivate func isDrawn(_ source: TaskSourceSettings?) -> Bool {
    !hasProportions || proportion(of: source?.subMixtureName ?? "all") != 0
  }
}
