import Runs
import Storage

/// The folder of a study, and where everything lies in it: each run at `ARM/seed-N`.
package struct StudyFolder: Sendable, Equatable {
  /// The folder's path.
  package let path: String

  /// The study folder at `path`, which need not exist.
  package init(path: String) { self.path = path.withoutTrailingSlashes }

  /// What the study said when it was begun.
  package var givenFile: String { path + "/given.json" }
  /// What the study has found.
  package var resultsFile: String { path + "/study.json" }
  /// The same as a page.
  package var pageFile: String { path + "/study.html" }
  /// The same for a repository, with its plots in files beside it.
  package var markdownFile: String { path + "/study.md" }
  /// How long every process has worked, one JSON object to a line.
  package var timesFile: String { path + "/times.jsonl" }
  /// The plot of a measure, which `study.md` shows.
  package func plotFile(_ measure: String) -> String { "\(path)/\(Self.plotName(measure))" }
  /// The name of that file.
  package static func plotName(_ measure: String) -> String { "study-\(measure).svg" }
  /// The folder of recipes that stand in the study itself.
  package var recipesFolder: String { path + "/recipes" }
  /// The recipe of an arm, where it stands in the study itself.
  package func recipeFile(arm: String) -> String { "\(recipesFolder)/\(arm).json" }
  /// The folder of an arm's runs.
  package func armFolder(_ arm: String) -> String { "\(path)/\(arm)" }
  /// The name of the run with `seed`.
  package static func runName(seed: Int) -> String { "seed-\(seed)" }
  /// The run of an arm with `seed`.
  package func run(arm: String, seed: Int) -> RunFolder {
    RunFolder(path: "\(armFolder(arm))/\(Self.runName(seed: seed))")
  }
  /// What the processes of a run have said.
  package func logFile(arm: String, seed: Int) -> String { run(arm: arm, seed: seed).path + ".log" }
}
