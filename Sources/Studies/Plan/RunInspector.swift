import Autograd
import Diagnostics
import Recipes
import Runs
import Setup
import Storage

/// Looks at what is there of a study's runs: a finished one is not made again, and one that was made of
/// something else is refused.
package final class RunInspector {
  /// What is there of a run.
  package enum State: Sendable, Equatable {
    /// Nothing that has begun.
    case absent
    /// A run that can go on.
    case unfinished
    /// A run that is done.
    case done
  }

  private let programVersion: String
  private let runtime: (StudyRun, LoadedRecipe) throws -> RuntimeDescription
  /// What arms are trained on, by name; the same for all seeds.
  private var data: [String: [RunPassport.Input]] = [:]
  /// What could not be compared, in words.
  private(set) package var notes: [String] = []

  /// An inspector.
  /// - Parameters:
  ///   - programVersion: the version of the program that would make the runs.
  ///   - runtime: tells what it would make a run on.
  package init(
    programVersion: String, runtime: @escaping (StudyRun, LoadedRecipe) throws -> RuntimeDescription
  ) {
    self.programVersion = programVersion
    self.runtime = runtime
  }

  /// What is there of a run: the recipe is compared in any case; files and numerics, by the passport, of one
  /// that is done, since training itself compares them where it goes on.
  /// - Throws: `StudyError.changedRun` with what differs; what reading the run or the recipe's files throws.
  package func state(of run: StudyRun) throws -> State {
    let folder = run.folder
    guard FolderChain.isFile(folder.resolvedRecipeFile) else { return .absent }
    let loaded = folder.keepingSteps(of: run.loaded)
    let recipe = try RecipeDifference(fromResolvedFile: folder.resolvedRecipeFile, to: loaded.recipe)
    var changes = recipe.excluding([]).changes.map(\.description)
    var state = State.unfinished
    if folder.isDone {
      state = .done
      // Where settings differ, so may files: they are told alone.
      if changes.isEmpty {
        let difference = PassportDifference(from: try folder.passport(), to: try passport(of: run, loaded))
        changes =
          difference.inputs.map(\.description)
          + difference.machine.filter { Self.numerics.contains($0.key) }.map(\.description)
      }
    }
    if !changes.isEmpty { throw StudyError.changedRun(path: folder.path, changes: changes) }
    return state
  }

  /// What of program and machine decides the bits of results, as `PassportDifference` calls it.
  private static let numerics: Set = [
    "program", "kernels", "matrix products", "runtime", "plug-in", "platform", "device", "devices",
    "arithmetic",
  ]

  /// The passport that the run would have now.
  private func passport(of run: StudyRun, _ loaded: LoadedRecipe) throws -> RunPassport {
    let inputs = RecipeInputs(of: loaded, recipeFile: run.relativeTo)
    let setup = try ModelSetup(loaded, inputs: inputs)
    var passport = RunPassport(
      of: loaded, programVersion: programVersion, runtime: try runtime(run, loaded))
    passport.tokenizer = setup.vocabulary
    if let source = setup.source {
      let hash = try ContentHash.of(path: source.folder, what: "model folder")
      passport.initialWeights = .init(key: "model.folder", path: source.folder, sha256: hash)
    }
    if data[run.id.arm] == nil {
      do {
        data[run.id.arm] = try TrainingData(loaded, inputs: inputs, tokenizer: setup.tokenizer).inputs
      } catch is CommandsNotRun {
        data[run.id.arm] = []
        notes.append(
          "the data of arm '\(run.id.arm)' come from a command, and are not compared with its runs'")
      }
    }
    passport.data = data[run.id.arm] ?? []
    return passport
  }
}
