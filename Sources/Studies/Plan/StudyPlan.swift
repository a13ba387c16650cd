import Diagnostics
import Recipes
import Runs

/// Everything that a study will run, in order: seed by seed, and in each the arms as the file has them.
package struct StudyPlan: Sendable {
  /// The study.
  package let loaded: LoadedStudy
  /// Whether it is a quick try.
  package let isQuick: Bool
  /// The seeds.
  package let seeds: [Int]
  /// Where everything is written.
  package let folder: StudyFolder
  /// The runs; one comes after the one that it starts from.
  package let runs: [StudyRun]

  /// The study.
  package var study: Study { loaded.study }

  /// The seed of bases, which are made once.
  package static let seedOfBases = 1

  /// Plans a study: reads every recipe with the settings of its arm, and writes nothing.
  /// - Parameters:
  ///   - seeds: how many seeds, in place of what the study says.
  ///   - output: the study's folder; `nil` is `runs/NAME`, and `runs/NAME-quick` of a quick try.
  ///   - locator: finds the recipes that the study names.
  /// - Throws: `UserErrors` with every problem of the arms' recipes and settings; `FileError`.
  package init(
    _ loaded: LoadedStudy, isQuick: Bool = false, seeds: Int? = nil, output: String? = nil,
    locator: RecipeLocator
  ) throws {
    self.loaded = loaded
    self.isQuick = isQuick
    let study = loaded.study
    self.seeds = Array(1...max(1, seeds ?? (isQuick ? study.quick.seeds : study.seeds)))
    folder = StudyFolder(path: output ?? "runs/\(study.name)\(isQuick ? "-quick" : "")")
    let planner = ArmPlanner(loaded, isQuick: isQuick, folder: folder, locator: locator)
    let check = MeasureCheck(loaded)
    var problems: [any UserError] = []
    var runs: [StudyRun] = []
    for seed in self.seeds {
      // What is wrong with an arm is wrong with every seed of it.
      if !problems.isEmpty { break }
      for index in study.arms.indices where seed == Self.seedOfBases || !study.arms[index].base {
        do {
          let run = try planner.run(ofArm: index, seed: seed)
          runs.append(run)
          if seed == self.seeds[0], !study.arms[index].base { problems += try check.problems(of: run) }
        } catch let errors as UserErrors {
          problems += errors.errors
        } catch let error as any UserError {
          problems.append(error)
        }
      }
    }
    if let errors = UserErrors(problems) { throw errors }
    self.runs = runs
  }

  /// The run of an arm with a seed.
  package func run(_ id: StudyRun.ID) -> StudyRun? { runs.first { $0.id == id } }

  /// The runs of an arm, in the order of their seeds.
  package func runs(ofArm arm: String) -> [StudyRun] { runs.filter { $0.id.arm == arm } }
}
