import Foundation
import Training

/// Makes the runs of a study: as many at once as there is room for, each once what it starts from is done.
///
/// A run that fails by itself, or diverges, leaves the others alone, but for those that start from it. Where
/// a recipe, data or the disk are wrong, no further run is begun and those at work are asked to stop.
package final class StudyRunner {
  /// What a runner tells.
  package enum Event: Sendable, Equatable {
    /// A run was done before.
    case found(StudyRun.ID)
    /// A process has begun, or goes on.
    case started(StudyRun.ID, goesOn: Bool)
    /// Another process, that this one has not started, is at work on the run; it is waited for.
    case held(StudyRun.ID)
    /// A run has ended.
    case ended(StudyRun.ID, RunEnd, seconds: Double)
    /// The runs at work, from time to time.
    case atWork([StudyRun.ID])
  }

  /// What a process took.
  package struct Time: Sendable, Equatable, Codable {
    /// The run.
    package let run: String
    /// Seconds on the clock.
    package let wall: Double
    /// Seconds that processors worked.
    package let processor: Double

    /// A time.
    package init(run: String, wall: Double, processor: Double) {
      (self.run, self.wall, self.processor) = (run, wall, processor)
    }
  }

  /// A process at work.
  private struct Work {
    let process: any RunningProcess
    let start: Double
    var isAsked = false
  }

  private let runs: [StudyRun]
  private let jobs: Int
  private let starter: any RunStarter
  private let stop: StopRequest
  private let now: () -> Double
  private let pause: () -> Void
  private var work: [StudyRun.ID: Work] = [:]
  private var held: Set<StudyRun.ID> = []
  private var isHalted = false
  /// How the runs have ended, as far as they have.
  private(set) package var ends: [StudyRun.ID: RunEnd] = [:]

  /// A runner.
  /// - Parameters:
  ///   - runs: the runs, of which one comes after the one that it starts from.
  ///   - jobs: processes at once.
  ///   - stop: whether the study is asked to stop.
  ///   - now: seconds from some moment on.
  ///   - pause: waits a moment.
  package init(
    _ runs: [StudyRun], jobs: Int, starter: any RunStarter, stop: StopRequest,
    now: @escaping () -> Double, pause: @escaping () -> Void = { usleep(50_000) }
  ) {
    (self.runs, self.jobs, self.starter, self.stop) = (runs, max(1, jobs), starter, stop)
    (self.now, self.pause) = (now, pause)
  }

  /// Runs what is not done yet, until nothing can be run any more.
  /// - Parameters:
  ///   - state: what is there of a run.
  ///   - tell: told what happens.
  ///   - keep: given what every process took.
  /// - Throws: what `state`, `tell` and `keep` throw; processes at work are then asked to stop and waited
  ///   for.
  package func run(
    state: (StudyRun) throws -> RunInspector.State, tell: (Event) throws -> Void,
    keep: (Time) throws -> Void = { _ in }
  ) throws {
    do {
      // All are looked at first, so that nothing is run in vain beside what is refused.
      for run in runs where try state(run) == .done {
        ends[run.id] = .done
        try tell(.found(run.id))
      }
      while true {
        if stop.isRaised || isHalted { askAllToStop() } else { try startWhatCan(state, tell) }
        if work.isEmpty, held.isEmpty || stop.isRaised || isHalted { break }
        try tell(.atWork(runs.map(\.id).filter { work[$0] != nil || held.contains($0) }))
        pause()
        try collect(tell, keep)
      }
    } catch {
      stopAndWait()
      throw error
    }
    for run in runs where ends[run.id] == nil { ends[run.id] = .notBegun }
  }

  private func startWhatCan(
    _ state: (StudyRun) throws -> RunInspector.State, _ tell: (Event) throws -> Void
  ) throws {
    for run in runs where ends[run.id] == nil && work[run.id] == nil {
      if work.count + held.count >= jobs, !held.contains(run.id) { continue }
      if let start = run.start, ends[start] != .done { continue }
      if starter.isHeld(run) {
        if held.insert(run.id).inserted { try tell(.held(run.id)) }
        continue
      }
      held.remove(run.id)
      let found = try state(run)
      if found == .done {
        ends[run.id] = .done
        try tell(.found(run.id))
        continue
      }
      work[run.id] = Work(process: try starter.start(run), start: now())
      try tell(.started(run.id, goesOn: found == .unfinished))
    }
  }

  private func collect(_ tell: (Event) throws -> Void, _ keep: (Time) throws -> Void) throws {
    for run in runs {
      guard let item = work[run.id], let end = item.process.end() else { continue }
      work[run.id] = nil
      let seconds = now() - item.start
      let result = RunEnd(
        end.ending, isDone: run.folder.isDone, isAsked: item.isAsked, words: Self.lastWords(run.logFile))
      ends[run.id] = result
      if result.isOfAll { isHalted = true }
      try keep(Time(run: run.id.description, wall: seconds, processor: end.processorSeconds))
      try tell(.ended(run.id, result, seconds: seconds))
    }
  }

  private func askAllToStop() {
    for (id, item) in work where !item.isAsked {
      item.process.send(SIGTERM)
      work[id]?.isAsked = true
    }
  }

  private func stopAndWait() {
    askAllToStop()
    while work.contains(where: { $0.value.process.end() == nil }) { pause() }
  }

  /// The last lines of a log, at most ten.
  private static func lastWords(_ path: String) -> [String] {
    guard let file = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? file.close() }
    guard let size = try? file.seekToEnd() else { return [] }
    try? file.seek(toOffset: size - min(size, 8_192))
    guard let data = try? file.readToEnd() else { return [] }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(10).map(
      String.init)
  }
}
