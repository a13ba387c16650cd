import Foundation
import Recipes
import Runs

/// One run of a study: an arm with a seed.
package struct StudyRun: Sendable {
  /// Which run of the study.
  package struct ID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The arm's name.
    package let arm: String
    /// The seed.
    package let seed: Int

    /// The run of an arm with a seed.
    package init(arm: String, seed: Int) {
      self.arm = arm
      self.seed = seed
    }

    /// `tuned/seed-2`, which is also its folder's place in the study's.
    package var description: String { "\(arm)/\(StudyFolder.runName(seed: seed))" }
  }

  /// Which run.
  package let id: ID
  /// Its folder.
  package let folder: RunFolder
  /// What its processes have said.
  package let logFile: String
  /// The recipe with all settings of the arm.
  package let loaded: LoadedRecipe
  /// The recipe's file for the command line.
  package let recipeFile: String
  /// What is to be written to that file, where the recipe stands in the study.
  package let recipeText: Data?
  /// The file that the recipe's paths are relative to, where it is not its own.
  package let relativeTo: String?
  /// The settings that override the recipe's, each a word of the command line.
  package let settings: [String]
  /// The run whose best checkpoint it starts from.
  package let start: ID?
  /// Whether the weights are only evaluated.
  package let isEvaluation: Bool

  /// The arguments of the command that makes the run.
  package var arguments: [String] {
    ["train", recipeFile] + (relativeTo.map { ["--relative-to", $0] } ?? []) + settings
  }

  /// The steps that are trained; 0 of an evaluation.
  package var steps: Int { isEvaluation ? 0 : loaded.recipe.train.steps }
}
