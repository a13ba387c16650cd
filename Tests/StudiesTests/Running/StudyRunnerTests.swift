import Commands
import Diagnostics
import Foundation
import TestSupport
import Testing
import Training

@testable import Studies

/// Schedules of runs whose processes are only played.
@Suite struct StudyRunnerTests {
  /// A process that ends after so many looks, or once it is asked to.
  private final class PlayedProcess: RunningProcess {
    private var looks: Int
    private let ending: CommandEnding
    private let onEnd: () throws -> Void
    private(set) var signals: [Int32] = []
    private var hasEnded = false

    init(looks: Int, ending: CommandEnding, onEnd: @escaping () throws -> Void) {
      (self.looks, self.ending, self.onEnd) = (looks, ending, onEnd)
    }

    func end() -> ChildProcess.End? {
      if !signals.isEmpty { return .init(ending: .exited(75), processorSeconds: 1) }
      looks -= 1
      if looks > 0 { return nil }
      if !hasEnded { #expect(throws: Never.self) { try onEnd() } }
      hasEnded = true
      return .init(ending: ending, processorSeconds: 2)
    }

    func send(_ signal: Int32) { signals.append(signal) }
  }

  /// Starts played processes, which leave the mark of a run that is done.
  private final class Stage: RunStarter {
    let folder: TemporaryFolder
    var endings: [String: CommandEnding] = [:]
    var looks: [String: Int] = [:]
    var held: [String: Int] = [:]
    private(set) var started: [String] = []
    private(set) var most = 0
    private(set) var processes: [String: PlayedProcess] = [:]
    private var atWork: Set<String> = []

    init(_ folder: TemporaryFolder) { self.folder = folder }

    func start(_ run: StudyRun) throws -> any RunningProcess {
      let id = run.id.description
      started.append(id)
      atWork.insert(id)
      most = max(most, atWork.count)
      let ending = endings[id] ?? .exited(0)
      let process = PlayedProcess(looks: looks[id] ?? 2, ending: ending) { [self] in
        atWork.remove(id)
        if ending == .exited(0) { try folder.write("", to: "runs/\(id)/DONE") }
        try folder.write("first\nlast words\n", to: "runs/\(id).log")
      }
      processes[id] = process
      return process
    }

    func isHeld(_ run: StudyRun) -> Bool {
      let id = run.id.description
      guard let left = held[id], left > 0 else { return false }
      held[id] = left - 1
      if left == 1 { #expect(throws: Never.self) { try folder.write("", to: "runs/\(id)/DONE") } }
      return true
    }
  }

  private let example: ExampleStudy
  private let plan: StudyPlan
  private let stage: Stage
  private let stop = StopRequest()

  init() throws {
    example = try ExampleStudy()
    plan = try example.plan(seeds: 2)
    stage = Stage(example.folder)
  }

  private func state(_ run: StudyRun) -> RunInspector.State { run.folder.isDone ? .done : .absent }

  /// Runs the plan and gives what was told.
  private func run(jobs: Int, onPause: @escaping () -> Void = {}) throws -> (StudyRunner, [StudyRunner.Event])
  {
    var time = 0.0
    let runner = StudyRunner(
      plan.runs, jobs: jobs, starter: stage, stop: stop, now: { time },
      pause: {
        time += 1
        onPause()
      })
    var events: [StudyRunner.Event] = []
    try runner.run(
      state: state,
      tell: { event in
        if case .atWork = event { return }
        events.append(event)
      })
    return (runner, events)
  }

  @Test(arguments: [1, 2, 4])
  func allAreRun_onceWhatTheyStartFromIsDone(_ jobs: Int) throws {
    let (runner, _) = try run(jobs: jobs)
    #expect(runner.ends.count == 6 && runner.ends.values.allSatisfy { $0 == .done })
    #expect(Set(stage.started).count == 6 && stage.started.count == 6)
    for seed in [1, 2] {
      let base = stage.started.firstIndex(of: "base/seed-\(seed)") ?? 9
      #expect(base < stage.started.firstIndex(of: "tuned/seed-\(seed)") ?? -1)
    }
    #expect(stage.most == min(jobs, 4))
  }

  @Test func doneRuns_areNotRunAgain() throws {
    _ = try run(jobs: 2)
    let again = Stage(example.folder)
    let runner = StudyRunner(plan.runs, jobs: 2, starter: again, stop: stop, now: { 0 }, pause: {})
    var found = 0
    try runner.run(state: state, tell: { if case .found = $0 { found += 1 } })
    #expect(again.started.isEmpty && found == 6 && runner.ends.values.allSatisfy { $0 == .done })
  }

  @Test(arguments: [(Int32(1), FailureCategory.failure), (2, .diverged)])
  func failedRun_leavesOthersAlone_butForThoseThatStartFromIt(_ code: Int32, _ category: FailureCategory)
    throws
  {
    stage.endings["base/seed-1"] = .exited(code)
    let (runner, events) = try run(jobs: 1)
    let failure = RunEnd.failed(category, ending: .exited(code), words: ["first", "last words"])
    #expect(runner.ends[.init(arm: "base", seed: 1)] == failure)
    #expect(runner.ends[.init(arm: "tuned", seed: 1)] == .notBegun)
    #expect(runner.ends[.init(arm: "tuned", seed: 2)] == .done)
    #expect(events.contains(.ended(.init(arm: "base", seed: 1), failure, seconds: 2)))
  }

  @Test(arguments: [Int32(64), 65, 74])
  func failureOfAll_stopsEverything(_ code: Int32) throws {
    stage.endings["base/seed-1"] = .exited(code)
    stage.looks["base/seed-2"] = 100
    let (runner, _) = try run(jobs: 2)
    #expect(stage.started == ["base/seed-1", "base/seed-2"])
    #expect(stage.processes["base/seed-2"]?.signals == [SIGTERM])
    #expect(runner.ends[.init(arm: "base", seed: 2)] == .stopped)
    #expect(runner.ends[.init(arm: "tuned", seed: 2)] == .notBegun)
  }

  @Test func killedProcess_hasFailed() throws {
    stage.endings["tuned/seed-1"] = .signaled(9)
    let (runner, _) = try run(jobs: 2)
    guard case .failed(.failure, .signaled(9), _) = runner.ends[.init(arm: "tuned", seed: 1)] else {
      Issue.record("\(runner.ends)")
      return
    }
  }

  /// What a process ends with, whether its run is marked and it was asked to stop, and what that is.
  @Test(arguments: [
    (CommandEnding.exited(0), true, false, "done"), (.exited(0), false, false, "failed"),
    (.exited(75), false, true, "stopped"),
    (.exited(2), false, false, "diverged"), (.exited(99), false, false, "failed"),
    (.signaled(15), false, false, "failed"),
    (.signaled(15), false, true, "stopped"), (.signaled(9), true, true, "failed"),
  ])
  func endings_areUnderstood(_ ending: CommandEnding, _ isDone: Bool, _ isAsked: Bool, _ word: String) {
    #expect(RunEnd(ending, isDone: isDone, isAsked: isAsked, words: []).word == word)
  }

  @Test func stop_isPassedOnOnce() throws {
    stage.looks = ["base/seed-1": 100, "base/seed-2": 100]
    var pauses = 0
    let (runner, events) = try run(jobs: 2) { [stop] in
      pauses += 1
      if pauses == 3 { stop.raise() }
    }
    #expect(stage.processes.values.allSatisfy { $0.signals == [SIGTERM] } && stage.started.count == 2)
    #expect(
      runner.ends.values.count { $0 == .stopped } == 2 && runner.ends.values.count { $0 == .notBegun } == 4)
    #expect(events.contains(.ended(.init(arm: "base", seed: 1), .stopped, seconds: 4)))
  }

  /// A study that was killed leaves processes at work: these are waited for, and what they did counts.
  @Test func runOfAnotherProcess_isWaitedFor() throws {
    stage.held["base/seed-1"] = 3
    let (runner, events) = try run(jobs: 1)
    #expect(events.first == .held(.init(arm: "base", seed: 1)))
    #expect(!stage.started.contains("base/seed-1") && runner.ends.values.allSatisfy { $0 == .done })
  }

  @Test func errorOfALook_stopsWhatIsAtWork() throws {
    stage.looks = ["base/seed-1": 100, "base/seed-2": 1]
    let runner = StudyRunner(plan.runs, jobs: 2, starter: stage, stop: stop, now: { 0 }, pause: {})
    var looks = 0
    #expect(throws: StudyError.self) {
      try runner.run(
        state: { run in
          looks += 1
          // All are looked at once before anything begins.
          if looks > 8 { throw StudyError.changedRun(path: run.folder.path, changes: []) }
          return state(run)
        }, tell: { _ in })
    }
    #expect(stage.processes["base/seed-1"]?.signals == [SIGTERM])
  }
}
