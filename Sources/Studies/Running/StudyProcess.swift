import Commands
import Diagnostics
import Foundation
import Storage
import Synchronization

/// A process that makes one run of a study.
package protocol RunningProcess: AnyObject {
  /// How it has ended; `nil` while it runs.
  func end() -> ChildProcess.End?
  /// Sends it a signal.
  func send(_ signal: Int32)
}

/// Starts what makes the runs of a study.
package protocol RunStarter {
  /// Starts a run.
  /// - Throws: any `UserError` that keeps it from starting.
  func start(_ run: StudyRun) throws -> any RunningProcess
  /// Whether a process that this one has not started is at work on a run.
  func isHeld(_ run: StudyRun) -> Bool
}

extension ChildProcess: RunningProcess {}

/// Starts runs as processes of this program.
package final class ProgramStarter: RunStarter, Sendable {
  private let program: String
  private let started = Mutex<[ChildProcess]>([])

  /// A starter of the program at a path.
  package init(program: String) { self.program = program }

  /// Starts a run; its recipe is written first, where that stands in the study.
  package func start(_ run: StudyRun) throws -> any RunningProcess {
    let files = FileSystem.standard
    try files.createFolders(URL(fileURLWithPath: run.logFile).deletingLastPathComponent().path)
    if let text = run.recipeText {
      try files.createFolders(URL(fileURLWithPath: run.recipeFile).deletingLastPathComponent().path)
      try Draft.write(text, to: run.recipeFile)
    }
    let process = try ChildProcess(program, run.arguments, logFile: run.logFile)
    started.withLock { $0.append(process) }
    return process
  }

  /// Ends every process at once; safe on any thread.
  package func endAll() {
    for process in started.withLock({ $0 }) { process.send(SIGKILL) }
  }

  /// Whether the run's lock is taken: a study that was killed leaves its processes at work.
  package func isHeld(_ run: StudyRun) -> Bool {
    let path = run.folder.lockFile
    if !FolderChain.isFile(path) { return false }
    // A lock that cannot be opened is for the run itself to tell.
    do { return try FileLock.attempt(path) == nil } catch { return false }
  }
}
