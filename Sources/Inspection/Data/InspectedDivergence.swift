import Autograd
import Diagnostics
import Foundation
import Instructions
import JSON
import Recipes
import Runs
import Setup
import Storage
import Tokenization
import Training

/// How a run left the finite numbers for NaN or an infinity, with the examples of the step as text.
package struct InspectedDivergence: Sendable, Codable, Equatable {
  /// An example as the model saw it.
  package struct Text: Sendable, Codable, Equatable {
    /// What it is.
    package var example: BatchExample
    /// The prompt's ids as text.
    package var prompt: String
    /// The target's ids as text.
    package var target: String
  }

  /// The report that the run left.
  package var report: DivergenceReport
  /// What taking the step again has shown, where that was asked for.
  package var replay: String?
  /// The examples, those that the first value belongs to at the head, then by loss, the highest first.
  package var texts: [Text]

  /// Reads what the run in `folder` left.
  /// - Throws: `InspectionError.noDivergence`, `RunFolderError.damaged`; what opening the vocabulary throws.
  package init(_ source: InspectionSource) throws {
    report = try Self.report(of: source)
    let tokenizer = try ModelSetup.tokenizer(
      of: source.loaded, inputs: RecipeInputs(of: source.loaded, recipeFile: source.recipeFile))
    let report = report
    texts = report.examples.compactMap { example in
      guard let (inputs, targets) = report.ids(of: example) else { return nil }
      return Text(
        example: example, prompt: tokenizer.text(ofPrompt: inputs),
        target: tokenizer.answer(tokenizer.withoutEnd(targets)))
    }.sorted { first, second in
      let ranks = [first, second].map { text -> (Int, Double) in
        let isFirst = report.origin?.row == text.example.row && report.origin?.segment == text.example.segment
        return (isFirst ? 0 : 1, text.example.loss.isNaN ? -.infinity : -text.example.loss)
      }
      return ranks[0] < ranks[1]
    }
  }

  private static func report(of source: InspectionSource) throws -> DivergenceReport {
    guard let run = source.run, FolderChain.isFile(run.divergenceFile) else {
      throw InspectionError.noDivergence(run: source.run?.path ?? source.loaded.file)
    }
    let data = try InputFile.read(run.divergenceFile, what: "report of a divergence")
    do {
      return try EventCoding.decode(DivergenceReport.self, from: data)
    } catch {
      throw RunFolderError.damaged(
        path: run.divergenceFile, problem: "is not a report of a divergence that this version can read")
    }
  }

  /// Takes the saved batch's step again, operation by operation, from the newest checkpoint before it.
  /// - Throws: any `UserError` about recipe, data, vocabulary, model or checkpoint.
  package mutating func takeAgain(_ source: InspectionSource, runtime: any Runtime) throws {
    guard let run = source.run else { return }
    let prepared = try PreparedRun(
      source.loaded, folder: run, recipeFile: source.recipeFile, runtime: runtime)
    let packing = source.loaded.recipe.packing
    let limit = Int32(clamping: prepared.setup.model.vocabularySize)
    guard report.step >= 1, report.rows.count == packing.rows,
      report.rows.allSatisfy({ row in
        row.inputs.count == row.targets.count
          && (row.inputs + row.targets).joined().allSatisfy { 0..<limit ~= $0 }
      }),
      let batch = PackedBatch(
        report.rows.map(\.examples), inputLength: packing.inputLength, targetLength: packing.targetLength)
    else {
      throw RunFolderError.damaged(
        path: run.divergenceFile, problem: "holds a batch that does not fit the run's rows and vocabulary")
    }
    let finding = try DivergenceSearch(prepared).search(step: report.step - 1, batch, shouldStop: { false })
    replay = finding.origin?.words ?? finding.note
  }
}

extension DivergenceReport {
  /// The ids of an example; `nil` where the batch does not have it.
  package func ids(of example: BatchExample) -> (inputs: [Int32], targets: [Int32])? {
    guard rows.indices.contains(example.row - 1) else { return nil }
    let row = rows[example.row - 1]
    let index = example.segment - 1
    guard row.inputs.indices.contains(index), row.targets.indices.contains(index) else { return nil }
    return (row.inputs[index], row.targets[index])
  }
}

extension DivergenceReport.Row {
  /// The row's examples, of which only the ids are known.
  fileprivate var examples: [TokenizedExample] {
    zip(inputs, targets).map { inputs, targets in
      // A target of one token that was in a batch goes on: of others the end of sequence alone would be left.
      TokenizedExample(
        inputs: inputs, targets: targets, targetEnds: targets.count > 1,
        provenance: Provenance(task: "", instance: 0, format: .zeroShot, template: ""))
    }
  }
}
