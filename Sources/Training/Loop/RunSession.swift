import Autograd
import Diagnostics
import Foundation
import Instructions
import JSON
import ProcessGroups
import Recipes
import Runs
import Storage

/// One call of the command on one run: opens the run folder, prepares, trains, marks the end.
package struct RunSession {
  /// What the command line says besides the recipe.
  package struct Options: Sendable {
    /// Begin anew, with the old folder renamed.
    package var restarts = false
    /// Dotted keys whose values may differ from those of the run that is resumed.
    package var allowedChanges: [String] = []
    /// The program's version, for the passport.
    package var programVersion: String
    /// SHA-256 of the program's file, for the passport.
    package var programSHA256: String?
    /// What the run's files are written through.
    package var fileSystem = FileSystem.standard
    /// Told how far what takes long before the first step is.
    package var progress: @Sendable (WorkProgress) -> Void = { _ in }
    /// Told at once what takes long before the run begins: a command that runs, a source that is stored.
    package var report: @Sendable (String) -> Void = { _ in }

    /// The options of a plain call.
    package init(programVersion: String) { self.programVersion = programVersion }
  }

  private let loaded: LoadedRecipe
  private let folder: RunFolder
  private let options: Options
  private let runtime: any Runtime
  private let ranks: (any ProcessGroup)?

  /// A session on the run of a recipe.
  /// - Parameter ranks: the processes that train together; the first of them writes the folder.
  package init(
    _ loaded: LoadedRecipe, folder: RunFolder, options: Options, runtime: any Runtime,
    ranks: (any ProcessGroup)? = nil
  ) {
    self.ranks = ranks
    self.loaded = loaded
    self.folder = folder.writing(through: options.fileSystem)
    self.options = options
    self.runtime = runtime
  }

  /// Trains the run to its end, or until `stop` is raised.
  ///
  /// Nothing of the folder is touched before recipe, data, vocabulary and model have been found good.
  /// - Parameters:
  ///   - recipeFile: what the recipe's paths are relative to, where that is not its own file: on a resume where
  ///     it lay when the run was started.
  ///   - makeListener: makes the listeners once the folder is there.
  /// - Returns: the outcome; `nil` where the run was done already (`RunFolder.outcome` knows how).
  /// - Throws: any `UserError`.
  package func run(
    recipeFile: String? = nil, stop: StopRequest, makeListener: (RunFolder) throws -> any TrainingListener
  ) throws -> RunOutcome? {
    let warnings = PendingMessages()
    let given = try divided(options.restarts ? loaded : folder.keepingSteps(of: loaded))
    var prepared = try together {
      try PreparedRun(
        given, folder: folder, recipeFile: recipeFile, runtime: runtime, fileSystem: options.fileSystem,
        caching: CacheHandling(
          .optional, report: options.report, warn: warnings.add, progress: options.progress,
          isStopped: { stop.isRaised }), ranks: ranks)
    }
    let passport = try together { try self.passport(prepared) }
    try ranks?.requireSame(passport)
    let begun = try together {
      writes
        ? try begin(&prepared, passport, recipeFile: recipeFile, warnings: warnings, makeListener) : nil
    }
    if try ranks?.any(writes && begun == nil) ?? (begun == nil) { return nil }
    try prepared.shareState()
    return try train(
      prepared, listener: begun?.listener ?? TrainingListeners([]), stop: stop, lock: begun?.lock,
      warnings: warnings)
  }

  /// Whether this process writes the run's folder.
  private var writes: Bool { ranks?.isFirst ?? true }

  private func together<Value>(_ work: () throws -> Value) throws -> Value {
    try ranks?.together(work) ?? work()
  }

  /// The recipe in parts that the processes can share, as the first one sees it: the others may not see the folder.
  private func divided(_ given: LoadedRecipe) throws -> LoadedRecipe {
    let first = try together {
      let kept = options.restarts ? nil : folder.keptParts
      return try StepDivision(kept: kept, processes: ranks?.count ?? 1).divide(given)
    }
    guard let ranks else { return first }
    var divided = given
    divided.recipe.train = try EventCoding.decode(
      TrainLength.self, from: ranks.broadcast { try EventCoding.line(TrainLength(first.recipe.train)) }
    ).applied(to: given.recipe.train)
    return divided
  }

  /// Opens the folder, loads what is there and tells what begins.
  /// - Returns: who listens, and the right to write; `nil` where the run was done already.
  private func begin(
    _ prepared: inout PreparedRun, _ passport: RunPassport, recipeFile: String?, warnings: PendingMessages,
    _ makeListener: (RunFolder) throws -> any TrainingListener
  ) throws -> (listener: any TrainingListener, lock: RunLock)? {
    let counted = prepared.loaded
    let forecast = try prepared.data.checkForecast(counted.recipe)
    let (opening, lock) = try folder.open(
      for: counted, passport: passport, restart: options.restarts, allowedChanges: options.allowedChanges)
    guard let lock else { return nil }
    let messages = try prepared.load()
    let progress = prepared.progress
    let changes = try writeHistory(passport, afterStep: progress.step, opening, recipeFile: recipeFile)
    let notKept = prepared.step.keepCompiled(in: folder.programsFolder)
    let damage = try MetricsFiles.cutBack(
      folder, to: progress.lastCheckpoint, keepsEvaluation: progress.lastEvaluation == progress.lastCheckpoint
    )
    let listener = try makeListener(folder)
    try listener.receive(.runStarted(try prepared.summary(passport: passport)))
    if case .created(let aside?) = opening {
      try listener.receive(.message(.note, "the old run is now in \(aside)"))
    }
    for note in prepared.setup.notes + prepared.data.startNotes + divisionNotes(counted, opening) {
      try listener.receive(.message(.note, note))
    }
    let findings = warnings.take() + messages + changes + notKept + damage + listener.findings
    for message in prepared.data.leftOut + forecast + findings {
      try listener.receive(.message(.warning, message))
    }
    return (listener, lock)
  }

  /// Who shares the steps, and where their parts are not those of the recipe.
  private func divisionNotes(_ counted: LoadedRecipe, _ opening: RunFolder.Opening) -> [String] {
    let parts = counted.recipe.train.accumulation
    var notes: [String] = []
    if let ranks {
      let hosts = Dictionary(grouping: ranks.hosts, by: { $0 }).map { "\($1.count) on \($0)" }.sorted()
      notes.append("\(ranks.count) processes share every step: \(hosts.joined(separator: ", "))")
    }
    if parts != loaded.recipe.train.accumulation {
      let isNew = if case .created = opening { true } else { false }
      notes.append(
        "train.accumulation is \(parts): \(isNew ? "a part of a step for each process" : "as the run was begun")"
      )
    }
    return notes
  }

  /// What is wrong with a run that was done already (`run` has returned `nil`); what can be mended is, unless
  /// its folder cannot be written to.
  /// - Parameter metrics: looks at the metrics files' rows up to a step, and may write them where it is told
  ///   so.
  /// - Throws: `FileError`.
  package func examineDone(
    metrics: (_ folder: RunFolder, _ last: Int, _ repairs: Bool) throws -> [String]
  ) throws -> [String] {
    let lock = try? RunLock(folder)
    return try withExtendedLifetime(lock) {
      try folder.examineDone(precision: loaded.recipe.checkpoint.precision, repairs: lock != nil)
        + (folder.outcome.map { try metrics(folder, $0.step, lock != nil) } ?? [])
    }
  }

  private func train(
    _ prepared: PreparedRun, listener: any TrainingListener, stop: StopRequest, lock: RunLock?,
    warnings: PendingMessages
  ) throws -> RunOutcome {
    do {
      let outcome = try prepared.train(
        listener: listener, stop: stop, lock: lock, warnings: warnings)
      if outcome.isDone, writes { try folder.markDone(outcome) }
      try listener.receive(.runFinished(outcome))
      return outcome
    } catch let error as DivergenceError {
      try listener.receive(.runFinished(RunOutcome(ending: .diverged, step: error.step - 1)))
      throw error
    }
  }

  /// What the run is made of, as it is called now.
  private func passport(_ prepared: PreparedRun) throws -> RunPassport {
    var passport = try prepared.passport(
      programVersion: options.programVersion, runtime: runtime.description)
    passport.programSHA256 = options.programSHA256
    return passport
  }

  /// Writes the passport of a new run; for an old one, adds to its history what has changed, and tells it.
  private func writeHistory(
    _ passport: RunPassport, afterStep step: Int, _ opening: RunFolder.Opening, recipeFile: String?
  ) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder.passportFile) else {
      try folder.writeOrigin(recipeFile: recipeFile ?? passport.recipeFile)
      try RunHistory(passport, afterStep: step).write(to: folder)
      return step == 0
        ? []
        : ["\(folder.passportFile) was missing: what the run was made of up to step \(step) is not known"]
    }
    let old = try RunHistory.read(folder.passportFile)
    var (history, passport) = (old, passport)
    try folder.writeOrigin(recipeFile: folder.recipeOrigin())
    passport.recipeFile = old.current.recipeFile
    var settings: RecipeDifference?
    if case .resumed(let changes) = opening { settings = changes }
    history.goOn(passport, afterStep: step, settings: settings)
    if history != old { try history.write(to: folder) }
    return PassportDifference(from: old.current, to: passport).warnings(since: old.since)
  }
}
