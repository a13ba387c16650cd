import Autograd
import Checkpoints
import Diagnostics
import Foundation
import Instructions
import Recipes
import Runs
import Storage

/// Proves on a recipe that resuming is exact: trains its first steps straight through and with interruptions,
/// and compares the two after every step.
///
/// An interruption is what a signal brings about: a full checkpoint and an end; then everything is read and
/// prepared anew. Both runs write to a folder of their own beside the recipe's run folder, which is never
/// touched.
package struct ResumeVerification {
  /// The verification was asked to stop.
  package struct Stopped: UserError {
    package var category: FailureCategory { .stopped }
    package var location: SourceLocation? { nil }
    package var problem: String { "stopped before the runs were compared; nothing is kept" }
    package var nextStep: String? { nil }
  }

  private let loaded: LoadedRecipe
  private let runtime: any Runtime
  private let steps: Int
  private let interruptions: [Int]

  /// A verification of the first steps of a recipe's run.
  /// - Parameters:
  ///   - steps: steps to compare; no more than the recipe has are done.
  ///   - interruptions: the steps to interrupt after; `nil` is every step but the last.
  package init(_ loaded: LoadedRecipe, steps: Int, interruptions: [Int]? = nil, runtime: any Runtime) {
    self.loaded = loaded
    self.runtime = runtime
    let steps = max(1, min(steps, loaded.recipe.train.stepSetting ?? steps))
    self.steps = steps
    self.interruptions = (interruptions ?? Array(1..<steps)).filter { (1..<steps).contains($0) }.sorted()
  }

  /// Does both runs, compares them, and removes what they have written.
  /// - Parameters:
  ///   - progress: told after each step how far the run is.
  ///   - report: gets a line before each run and each resumption.
  /// - Throws: any `UserError` about recipe, data, vocabulary or model; what writing checkpoints throws.
  package func run(
    stop: StopRequest, progress: @escaping (WorkProgress) -> Void = { _ in },
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> ResumeVerdict {
    let own = RunFolder(of: loaded.recipe).path
    let parent = (own as NSString).deletingLastPathComponent
    let scratch = RunFolder(
      path: (parent.isEmpty ? "" : parent + "/") + ".verify-resume-\(loaded.recipe.name)")
    let hadParent = parent.isEmpty || FolderChain.isFolder(parent)
    try scratch.create(scratch.path)
    let lock = try RunLock(scratch)
    defer {
      try? FileSystem.standard.removeTree(scratch.path)
      // It fails, as it should, where another run has come in the meantime.
      if !hadParent { rmdir(parent) }
      withExtendedLifetime(lock) {}
    }
    let steps = steps
    func recorder(_ work: String) -> FingerprintRecorder {
      FingerprintRecorder(outerStop: stop) { progress(WorkProgress(work, done: $0, of: steps, .steps)) }
    }
    let straight = recorder("straight through")
    let folders = ["straight", "interrupted"].map { RunFolder(path: "\(scratch.path)/\($0)") }
    for folder in folders { try FileSystem.standard.removeTree(folder.path) }
    report("training \(steps) steps straight through")
    let caching = CacheHandling(.optional, report: report, isStopped: { stop.isRaised })
    try train(in: folders[0], to: steps, straight, caching)
    let interrupted = recorder("interrupted")
    for step in interruptions + [steps] {
      report("training to step \(step)\(step < steps ? ", to be interrupted there" : "")")
      if try train(in: folders[1], to: step, interrupted, caching) { break }
    }
    var verdict = ResumeVerdict(
      name: loaded.recipe.name, interruptedAfter: interruptions, straight: straight, interrupted: interrupted)
    if verdict.isEqual { verdict.difference = try checkpointDifference(folders) }
    return verdict
  }

  /// Goes on with a run to the end of a step.
  /// - Returns: whether the run has come to its own end.
  @discardableResult
  private func train(
    in folder: RunFolder, to step: Int, _ recorder: FingerprintRecorder, _ caching: CacheHandling
  ) throws -> Bool {
    try folder.create(folder.path)
    var run = try PreparedRun(loaded, folder: folder, runtime: runtime, caching: caching)
    _ = try run.load()
    _ = run.step.keepCompiled(in: folder.programsFolder)
    recorder.stopNext(after: step)
    let trainer = Trainer(run, listener: recorder, stop: recorder.stop)
    recorder.trainer = trainer
    return try trainer.run().isDone
  }

  /// The first file of the last checkpoints that differs.
  private func checkpointDifference(_ folders: [RunFolder]) throws -> ResumeVerdict.Difference? {
    let manifests = try folders.map { folder in
      let step = folder.checkpointSteps.last ?? 0
      return try CheckpointManifest.verify(folder.checkpointFolder(step: step))
    }
    if manifests[0] == manifests[1] { return nil }
    let others = Set(manifests[1].files)
    let file = manifests[0].files.first { !others.contains($0) }?.path
    return ResumeVerdict.Difference(step: manifests[0].step, part: .checkpoint, name: file)
  }
}
