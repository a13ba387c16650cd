import Commands
import Diagnostics
import Instructions
import Recipes
import Runs
import Storage

/// Reads the task sources of a recipe, and keeps which tasks came from which source.
package struct TaskSourceReader {
  package let loaded: LoadedRecipe
  package let locations: RecipeInputs
  package let cache: InstanceCache

  /// - Parameter caching: what may be done with the recipe's cache.
  package init(
    _ loaded: LoadedRecipe, inputs: RecipeInputs, caching: CacheHandling = CacheHandling(.readOnly)
  ) {
    self.loaded = loaded
    locations = inputs
    cache = loaded.recipe.data.cache.instances(caching)
  }

  /// What was read.
  package struct Sources {
    package var tasks: [InstructionTask] = []
    package var inputs: [RunPassport.Input] = []
    package var names: [(settings: TaskSourceSettings, tasks: [String])] = []
    package var uses: [InstanceCache.Use] = []
    /// Which files of the sources are not trained on, or are although their names speak against it, in words.
    package var notices: [String] = []
    /// What patterns stand for and what commands have written, in words.
    package var notes: [String] = []
  }

  package func read() throws -> Sources {
    var sources = Sources()
    var waiting: [CommandsNotRun.Command] = []
    for (index, settings) in loaded.recipe.data.tasks.enumerated() {
      let key = "data.tasks[\(index)]"
      var description = settings.description
      if let list = description.splitFile {
        description.splitFile = try locations.resolve(list, key: "\(key).splitFile")
      }
      guard let place = try place(of: settings, key: key) else {
        waiting.append(notRun(settings, key: key))
        continue
      }
      let validation = try validationFiles(of: settings, key: key)
      let files = try self.files(place, description: description)
        .validated(by: validation, description: description)
      let (tasks, use) = try cache.tasks(of: files)
      sources.notices += files.notices
      sources.notes += place.notes
      sources.names += Self.bySubMixture(tasks, settings)
      sources.tasks += tasks
      let hashes = use.map { _ in cache.hashes(ofSource: files.path) }
      sources.inputs.append(try input(place, settings, remembered: hashes))
      sources.inputs += try companions(of: files, key: place.key)
      for (file, path) in zip(settings.validation?.texts ?? [], validation) {
        let hash = try ContentHash.of(path: path, what: "validation file")
        sources.inputs.append(.init(key: "\(key).validation", path: file, sha256: hash))
      }
      if let use { sources.uses.append(use) }
      withExtendedLifetime(place) {}
    }
    if !waiting.isEmpty { throw CommandsNotRun(recipe: loaded.file, commands: waiting) }
    try TaskMetrics(loaded.recipe.evaluation.metrics).apply(to: &sources.tasks, of: loaded)
    return sources
  }

  /// Where the files are that a source names for validation.
  private func validationFiles(of settings: TaskSourceSettings, key: String) throws -> [String] {
    let files = settings.validation?.texts ?? []
    return try files.enumerated().map { index, file in
      try locations.resolve(file, key: files.count == 1 ? "\(key).validation" : "\(key).validation[\(index)]")
    }
  }

  /// The tasks with their source's settings, one entry for each sub-mixture that the source says its tasks
  /// belong to.
  private static func bySubMixture(
    _ tasks: [InstructionTask], _ settings: TaskSourceSettings
  ) -> [(settings: TaskSourceSettings, tasks: [String])] {
    var parts: [(settings: TaskSourceSettings, tasks: [String])] = []
    for task in tasks {
      if let index = parts.firstIndex(where: { $0.settings.subMixture == task.subMixture }) {
        parts[index].tasks.append(task.name)
      } else {
        var part = settings
        part.subMixture = task.subMixture
        parts.append((part, [task.name]))
      }
    }
    return parts
  }

  /// What had a say in a source besides what lies in its folder.
  private func companions(of files: SourceFiles, key: String) throws -> [RunPassport.Input] {
    try files.companions.filter { !$0.hasPrefix(files.path + "/") }.map { path in
      .init(key: key, path: path, sha256: try ContentHash.of(path: path, what: "task source"))
    }
  }
}
