import Autograd
import Diagnostics
import Foundation
import Instructions
import JSON
import Models
import Recipes
import Runs
import Setup
import Storage

/// Takes steps of a run again, from its beginning and from the checkpoints that it has kept, and compares what comes out with
/// what the run says: its metrics, and the tensors of checkpoints that are reached.
///
/// Nothing of the run's folder is written. Any number of threads gives the same bytes, and so does one process for a run of
/// several.
package struct RunVerification {
  private let prepared: PreparedRun
  private let history: RunHistory
  private let steps: Int
  private let seed: UInt64
  /// What differs in machine and program from those of the run; results need not.
  package let machineChanges: [String]

  /// - Parameters:
  ///   - recipeFile: where the recipe lay when the run was started.
  ///   - steps: how many steps to take again.
  ///   - seed: decides which.
  ///   - programVersion: this program's version.
  /// - Throws: any `UserError` about recipe, data, vocabulary or model; `RunVerificationError` where data have changed.
  package init(
    _ loaded: LoadedRecipe, folder: RunFolder, recipeFile: String?, steps: Int, seed: UInt64,
    programVersion: String, runtime: any Runtime
  ) throws {
    history = try RunHistory.read(folder.passportFile)
    prepared = try PreparedRun(loaded, folder: folder, recipeFile: recipeFile, runtime: runtime)
    (self.steps, self.seed) = (steps, seed)
    let now = try prepared.passport(programVersion: programVersion, runtime: runtime.description)
    let difference = PassportDifference(from: history.current, to: now)
    if let input = difference.inputs.first {
      throw RunVerificationError(folder: folder.path, problem: input.description)
    }
    machineChanges = difference.machine.filter { $0.key != "threads" }.map {
      "\($0.key): \($0.old ?? "unknown") -> \($0.new ?? "unknown")"
    }
  }

  /// Takes the steps again.
  /// - Parameters:
  ///   - stop: ends the verification between two steps.
  ///   - progress: told how many steps are done.
  /// - Throws: `RunVerificationError` where the run has no step; `ResumeVerification.Stopped`; what reading a checkpoint
  ///   or running a program throws.
  package func run(
    stop: StopRequest, progress: (WorkProgress) -> Void = { _ in }
  ) throws -> RunCertificate {
    let recorded = try recordedSteps()
    let (first, starts) = (firstStart, starts)
    let end = max(recorded.keys.max() ?? 0, starts.last ?? 0)
    if end <= first {
      throw RunVerificationError(folder: prepared.folder.path, problem: "the run has taken no step yet")
    }
    let draw = VerificationDraw(starts: starts, end: end, asked: steps, seed: seed)
    let all = draw.counts.values.reduce(0, +)
    var certificate = emptyCertificate
    var batches = BatchCursor(prepared.data.batches)
    for start in starts {
      guard let count = draw.counts[start] else { continue }
      try load(start)
      certificate.starts.append(try hashes(at: start))
      for step in start..<start + count {
        if stop.isRaised { throw ResumeVerification.Stopped() }
        let again = try takeStep(step, &batches)
        certificate.steps.append(.init(step: step + 1, recorded: recorded[step + 1], again: again))
        progress(WorkProgress("steps again", done: certificate.steps.count, of: all, .steps))
      }
      if starts.contains(start + count) {
        let again = try hashes(at: start + count)
        try load(start + count)
        certificate.arrivals.append(.init(checkpoint: try hashes(at: start + count), again: again))
      }
    }
    return certificate
  }

  private var emptyCertificate: RunCertificate {
    let passport = history.current
    // What decides no bit may differ from machine to machine.
    var recipe = prepared.loaded.recipe
    (recipe.train.threads, recipe.memory) = (nil, MemorySettings())
    let inputs = passport.data + [passport.tokenizer, passport.initialWeights].compactMap { $0 }
    return RunCertificate(
      name: prepared.loaded.recipe.name, programVersion: passport.programVersion,
      recipeSHA256: recipe.hash,
      inputs: Dictionary(grouping: inputs, by: \.key).mapValues { $0.map(\.sha256) }, asked: steps, seed: seed
    )
  }

  /// The steps that were done when settings or data last changed: what was before was another recipe's.
  private var firstStart: Int {
    let changes = zip(history.versions, history.versions.dropFirst()).filter { before, version in
      !version.settings.isEmpty
        || !PassportDifference(from: before.passport, to: version.passport).inputs.isEmpty
    }
    return (changes.last?.1.fromStep ?? history.versions[0].fromStep) - 1
  }

  /// The steps that are done at each state that can be loaded: the beginning, where the recipe is still that of the first
  /// step, and every whole checkpoint.
  private var starts: [Int] {
    let first = firstStart
    let kept = prepared.folder.checkpointSteps.filter { step in
      step >= first && step > 0 && (try? prepared.checkpoints.store.verify(step: step)) != nil
    }
    return (first == 0 ? [0] : []) + kept
  }

  /// Fills the tensors with what they held after a step.
  private func load(_ step: Int) throws {
    if step > 0 { return _ = try prepared.checkpoints.restore(step: step, into: prepared.state) }
    for storage in prepared.state.slots.values {
      storage.withMutableBytes { _ = $0.initializeMemory(as: UInt8.self, repeating: 0) }
    }
    try prepared.loadFirstWeights()
  }

  private func hashes(at step: Int) throws -> RunCertificate.Start {
    let hashes = try TensorHashes(of: prepared.state)
    return .init(step: step, weights: hashes.weights.sha256, optimizer: hashes.optimizer.sha256)
  }

  /// Takes the step `index`, counted from 0.
  /// - Returns: the hash of its metrics.
  private func takeStep(_ index: Int, _ batches: inout BatchCursor) throws -> String {
    let recipe = prepared.loaded.recipe
    let batch = try prepared.data.locatingExamples { try batches.batch(step: index) }
    let inputs = recipe.inputs(ofStep: index, batch, prepared.state.model)
    let outcome = try prepared.step.run(batch, inputs, isShared: false)
    let metrics = prepared.step.metrics(outcome, batch, inputs, step: index + 1, seconds: 0)
    return try Self.hash(metrics)
  }

  /// The hashes of what the run's metrics say of its steps.
  private func recordedSteps() throws -> [Int: String] {
    var hashes: [Int: String] = [:]
    let data = try InputFile.read(prepared.folder.metricsFile, what: "metrics file")
    for line in data.split(separator: UInt8(ascii: "\n")) {
      guard let row = MetricsFiles.jsonRow(line), row.event == MetricsFiles.step,
        let metrics = try? EventCoding.decode(StepMetrics.self, from: line)
      else { continue }
      hashes[row.step] = try Self.hash(metrics)
    }
    return hashes
  }

  private static func hash(_ metrics: StepMetrics) throws -> String {
    var metrics = metrics
    metrics.seconds = 0
    return ContentHash.of(try EventCoding.line(metrics))
  }
}

/// A run that cannot be verified.
package struct RunVerificationError: UserError {
  let folder: String
  package let problem: String
  package var category: FailureCategory { .data }
  package var location: SourceLocation? { SourceLocation(file: folder) }
  package var nextStep: String? {
    "Steps can be taken again with the data that the run was trained on, from its beginning or a checkpoint on."
  }
}
