import Checkpoints
import Foundation
import Instructions
import JSON
import Recipes
import Runs
import Setup
import Training

/// What became of the examples of a run, or of a recipe's first steps.
package struct InspectedLedger: Sendable, Codable, Equatable {
  /// What became of one task's examples, or of all: read = used + truncated + the left out.
  package struct Row: Sendable, Codable, Equatable {
    /// The task's name; empty for the sum.
    package var task: String
    /// Examples taken from the stream.
    package var read: Int
    /// Examples used whole.
    package var used: Int
    /// Examples that were cut to the row.
    package var truncated: Int
    /// Examples left out, by reason.
    package var leftOut: [String: Int]
    /// Examples that no exemplar fitted, asked without.
    package var withoutExemplars: Int
    /// Tokens of prompts used.
    package var inputTokens: Int
    /// Tokens of targets used.
    package var targetTokens: Int
    /// Used and truncated examples by prompt format.
    package var formats: [String: Int]

    package init(_ task: String, _ counts: Ledger.Counts) {
      self.task = task
      read = counts.read
      used = counts.used
      truncated = counts.truncated
      leftOut = Self.named(counts.dropped)
      withoutExemplars = counts.withoutExemplars
      inputTokens = counts.inputTokens
      targetTokens = counts.targetTokens
      formats = Self.named(counts.formats)
    }

    private static func named<Key: RawRepresentable<String> & Hashable>(
      _ counts: [Key: Int]
    ) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
    }
  }

  /// The recipe's name.
  package var recipe: String
  /// The run's folder; `nil` where the ledger is what the recipe would give.
  package var run: String?
  /// The steps that it covers, from the first.
  package var steps: Int
  /// Whether every task's counts add up.
  package var reconciles: Bool
  /// All tasks together.
  package var total: Row
  /// The tasks that examples were taken of, sorted by name.
  package var tasks: [Row]

  /// A ledger of `steps` steps.
  package init(_ ledger: Ledger, recipe: String, run: String? = nil, steps: Int) {
    self.recipe = recipe
    self.run = run
    self.steps = steps
    reconciles = ledger.reconciles
    total = Row("", ledger.total)
    tasks = ledger.tasks.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(Row.init)
  }

  /// The ledger of a run, as its newest whole checkpoint has it; the data is not read.
  /// - Throws: `InspectionError.noLedger`; what reading the checkpoint throws.
  package init(of run: RunFolder, recipe: Recipe) throws {
    guard let checkpoint = try CheckpointStore(root: run.path).newestComplete().checkpoint else {
      throw InspectionError.noLedger(run: run.path)
    }
    let path = "\(checkpoint.folder)/\(TrainerStateFile.fileName)"
    let state = try TrainerStateFile(reading: path).state
    guard let text = state.strings[CheckpointKeeper.Key.ledger],
      let ledger = try? EventCoding.decode(Ledger.self, from: Data(text.utf8))
    else { throw RunFolderError.damaged(path: path, problem: "holds no ledger that this version can read") }
    self.init(ledger, recipe: recipe.name, run: run.path, steps: state.step)
  }
}

extension DataInspection {
  /// What would become of the examples of the first `steps` steps.
  /// - Throws: `InspectionError.badStepCount`, `ExampleTooLongError`.
  package func ledger(steps: Int) throws -> InspectedLedger {
    try requireSteps(steps)
    var ledger = Ledger()
    var cursor = BatchCursor(data.batches)
    for step in 0..<steps {
      ledger.merge(try data.locatingExamples { try cursor.batch(step: step) }.ledger)
    }
    return InspectedLedger(ledger, recipe: loaded.recipe.name, steps: steps)
  }
}
