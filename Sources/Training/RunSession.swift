import Autograd
import Diagnostics
import Foundation
import Storage

/// One call of the command on one run: opens the run folder, prepares, trains, marks the end.
public struct RunSession {
  /// What the command line says besides the recipe.
  public struct Options: Sendable {
    /// Begin anew, with the old folder renamed.
    public var restarts = false
    /// Dotted keys whose values may differ from those of the run that is resumed.
    public var allowedChanges: [String] = []
    /// The program's version, for the passport.
    public var programVersion: String
    /// SHA-256 of the program's file, for the passport.
    public var programSHA256: String?
    /// Threads of the runtime.
    public var threads: Int
    /// The BLAS library's description of itself.
    public var blas: String
    /// What checkpoints are written through.
    public var fileSystem = FileSystem.standard

    /// The options of a plain call.
    public init(programVersion: String, threads: Int, blas: String) {
      self.programVersion = programVersion
      self.threads = threads
      self.blas = blas
    }
  }

  private let loaded: LoadedRecipe
  private let folder: RunFolder
  private let options: Options
  private let runtime: any Runtime

  /// A session on the run of a recipe.
  public init(_ loaded: LoadedRecipe, folder: RunFolder, options: Options, runtime: any Runtime) {
    self.loaded = loaded
    self.folder = folder
    self.options = options
    self.runtime = runtime
  }

  /// Trains the run to its end, or until `stop` is raised.
  ///
  /// Nothing of the folder is touched before recipe, data, vocabulary and model have been found good.
  /// - Parameters:
  ///   - recipeFile: where the recipe lay when the run was started, for a resume.
  ///   - makeListener: makes the listeners once the folder is there.
  /// - Returns: the outcome; `nil` where the run had gone to its end before (`RunFolder.outcome` knows how).
  /// - Throws: any `UserError`.
  public func run(
    recipeFile: String? = nil, stop: StopRequest, makeListener: (RunFolder) throws -> any TrainingListener
  ) throws -> RunOutcome? {
    var prepared = try PreparedRun(
      loaded, folder: folder, recipeFile: recipeFile, runtime: runtime, fileSystem: options.fileSystem)
    let forecast = try prepared.data.checkForecast(loaded.recipe)
    let (opening, lock) = try folder.open(
      for: loaded, restart: options.restarts, allowedChanges: options.allowedChanges)
    guard let lock else { return nil }
    let messages = try prepared.load()
    let (passport, changes) = try writePassport(prepared)
    let progress = prepared.progress
    try MetricsFiles.cutBack(
      folder, to: progress.lastCheckpoint, keepsEvaluation: progress.lastEvaluation == progress.lastCheckpoint
    )
    let listener = try makeListener(folder)
    try listener.receive(.runStarted(try prepared.summary(passport: passport)))
    if case .created(let aside?) = opening {
      try listener.receive(.message(.note, "the old run is now in \(aside)"))
    }
    let notes = prepared.setup.notes + prepared.data.cacheNotes + prepared.data.evaluation.metricNotes
    for note in notes {
      try listener.receive(.message(.note, note))
    }
    for message in prepared.data.leftOut + forecast + messages + changes {
      try listener.receive(.message(.warning, message))
    }
    return try train(prepared, listener: listener, stop: stop, lock: lock)
  }

  private func train(
    _ prepared: PreparedRun, listener: any TrainingListener, stop: StopRequest, lock: RunLock
  ) throws -> RunOutcome {
    do {
      let outcome = try prepared.train(listener: listener, stop: stop, lock: lock)
      if outcome.isDone { try folder.markDone(outcome) }
      try listener.receive(.runFinished(outcome))
      return outcome
    } catch let error as DivergenceError {
      try listener.receive(.runFinished(RunOutcome(ending: .diverged, step: error.step - 1)))
      throw error
    }
  }

  /// Writes the passport of a new run; for an old one tells what has changed since.
  private func writePassport(_ prepared: PreparedRun) throws -> (passport: RunPassport, changes: [String]) {
    var passport = try prepared.passport(
      programVersion: options.programVersion, threads: options.threads, blas: options.blas)
    passport.programSHA256 = options.programSHA256
    guard FileManager.default.fileExists(atPath: folder.passportFile) else {
      try folder.writeOrigin(recipeFile: passport.recipeFile)
      try passport.write(to: folder.passportFile)
      return (passport, [])
    }
    let old = try RunPassport.read(folder.passportFile)
    var changes = passport.changedInputs(from: old)
    if old.threads != passport.threads {
      changes.append(
        "the run was started with \(old.threads) threads and goes on with \(passport.threads): results will "
          + "differ in the last bits")
    }
    try folder.writeOrigin(recipeFile: folder.recipeOrigin())
    passport.recipeFile = old.recipeFile
    try passport.write(to: folder.passportFile)
    return (passport, changes)
  }
}
