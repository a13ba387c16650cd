import Diagnostics
import Foundation
import JSON
import Recipes
import Settings
import Storage

/// Makes the runs of a study's arms: finds their recipes and lays the settings over them.
struct ArmPlanner {
  private let loaded: LoadedStudy
  private let isQuick: Bool
  private let folder: StudyFolder
  private let locator: RecipeLocator

  init(_ loaded: LoadedStudy, isQuick: Bool, folder: StudyFolder, locator: RecipeLocator) {
    self.loaded = loaded
    self.isQuick = isQuick
    self.folder = folder
    self.locator = locator
  }

  /// What is not trained is a run of one step whose model is evaluated before it: with a passport, resumable,
  /// and marked when it is done, like any other.
  private static let ofEvaluation = [
    "train.epochs=null", "train.targetTokens=null", "train.steps=1", "evaluation.every=null",
    "evaluation.atStart=true",
    "optimizer.schedule=constant", "optimizer.warmupSteps=0",
  ]

  /// What an arm keeps of its recipe's model where its weights come from another arm; all else is decided by
  /// these.
  private static let keptOfModel = ["dropout", "prefix", "adapter"]

  /// The run of the arm at `index` with a seed.
  /// - Throws: `UserErrors` and `StudyError` about the arm's recipe and settings; `FileError`.
  func run(ofArm index: Int, seed: Int) throws -> StudyRun {
    let arm = loaded.study.arms[index]
    let source = try source(of: arm, at: index)
    let given =
      loaded.study.settings.entries + arm.settings.entries
      + (isQuick ? loaded.study.quick.settings.entries + arm.quick.entries : [])
    let start = arm.startsFrom.map { StudyRun.ID(arm: $0, seed: isBase($0) ? StudyPlan.seedOfBases : seed) }
    let settings =
      (start.map { [model(startingFrom: $0, source)] } ?? []) + given.map(\.text)
      + (arm.train ? [] : Self.ofEvaluation) + [
        "name=\(StudyFolder.runName(seed: seed))", "output.folder=\(folder.armFolder(arm.name))",
        "seed=\(seed)", "train.threads=1",
      ]
    let recipe: LoadedRecipe
    do {
      recipe = try source.load(settings)
    } catch let errors as UserErrors {
      let own = errors.errors.map { placed($0, of: arm, at: index, given) }
      throw UserErrors(own) ?? errors
    }
    return StudyRun(
      id: .init(arm: arm.name, seed: seed), folder: folder.run(arm: arm.name, seed: seed),
      logFile: folder.logFile(arm: arm.name, seed: seed), loaded: recipe, recipeFile: source.file,
      recipeText: source.inline == nil ? nil : source.text,
      relativeTo: source.inline == nil ? nil : loaded.file, settings: settings, start: start,
      isEvaluation: !arm.train)
  }

  private func isBase(_ name: String) -> Bool { loaded.study.arms.contains { $0.name == name && $0.base } }

  /// An arm's recipe before its settings.
  private struct Source {
    let file: String
    let text: Data
    let inline: JSONField?

    func load(_ settings: [String]) throws -> LoadedRecipe {
      guard let inline else { return try Recipe.read(text, file: file, overrides: settings) }
      return try Recipe.read(inline, text: text, overrides: settings)
    }
  }

  private func source(of arm: StudyArm, at index: Int) throws -> Source {
    let key = arm.recipe == nil ? "recipe" : "arms[\(index)].recipe"
    switch arm.recipe ?? loaded.study.recipe {
    case .inline(let field)?:
      let text = Data((OrderedJSON(field.node).prettyText() + "\n").utf8)
      return Source(file: folder.recipeFile(arm: arm.name), text: text, inline: field)
    case .file(let path)?:
      let file = try locate(path, of: arm, key: key)
      return Source(file: file, text: try InputFile.read(file, what: "recipe"), inline: nil)
    case nil: preconditionFailure("a study with an arm that has no recipe is not read")
    }
  }

  /// A recipe beside the study's file, else as on the command line.
  private func locate(_ path: String, of arm: StudyArm, key: String) throws -> String {
    let beside = loaded.file.lastIndex(of: "/").map { "\(loaded.file[...$0])\(path)" } ?? path
    let full = beside.hasPrefix("/") ? beside : "\(locator.workingDirectory)/\(beside)"
    if !path.hasPrefix("/"), FolderChain.isFile(full) { return Self.simplified(beside) }
    do {
      return try locator.locate(path)
    } catch {
      let place = loaded.origins[key] ?? SourceLocation(file: loaded.file, field: key)
      var problem = error.problem
      if case .notFound = error { problem = "there is no recipe '\(path)'" }
      throw StudyError.arm(
        name: arm.name, location: place, problem: problem, nextStep: error.nextStep, category: .usage)
    }
  }

  /// `Recipes/studies/../flan-small.json` as `Recipes/flan-small.json`.
  private static func simplified(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// The setting by which the weights come from the best checkpoint of another run.
  private func model(startingFrom start: StudyRun.ID, _ source: Source) -> String {
    let node = source.inline ?? (try? JSONDocument.parse(source.text, file: source.file))
    let model = try? node?.object()["model"]?.object()
    let kept = (model?.members ?? []).filter { Self.keptOfModel.contains($0.key) }
    let run = folder.run(arm: start.arm, seed: start.seed).path
    let members =
      [OrderedJSON.Member("folder", .string(run))]
      + kept.map { OrderedJSON.Member($0.key, OrderedJSON($0.value)) }
    return "model=\(OrderedJSON.object(members).compactText)"
  }

  /// The error of a recipe with its place in the study, where it is about a setting that the study gives.
  private func placed(
    _ error: any UserError, of arm: StudyArm, at index: Int, _ given: [DottedSettings.Entry]
  ) -> any UserError {
    guard let location = error.location, location.file == RecipeError.commandLine else { return error }
    let field = location.field ?? ""
    let entry = given.last { entry in
      field == entry.key || [".", "["].contains { field.hasPrefix(entry.key + $0) }
        || error.problem.contains("'\(entry.key)'")
    }
    let place = entry?.place ?? loaded.origins["arms[\(index)].name"] ?? SourceLocation(file: loaded.file)
    let problem =
      error.problem.hasPrefix("there is no setting") || field.isEmpty
      ? error.problem : "\(field) \(error.problem)"
    return StudyError.arm(
      name: arm.name, location: place, problem: problem, nextStep: error.nextStep, category: error.category)
  }
}
