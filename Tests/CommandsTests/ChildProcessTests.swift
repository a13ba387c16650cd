import CommandsTestSupport
import Diagnostics
import Foundation
import Testing

@testable import Commands

@Suite(.ownThread) struct ChildProcessTests {
  /// Runs a script of the shell to its end, and gives how it ended and what it wrote.
  private func run(
    _ script: String, _ whileRunning: (ChildProcess) -> Void = { _ in }
  ) throws -> (end: ChildProcess.End, output: String) {
    let log = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).log")
    defer { try? FileManager.default.removeItem(at: log) }
    let child = try ChildProcess("/bin/sh", ["-c", script], logFile: log.path)
    whileRunning(child)
    while true {
      if let end = child.end() { return (end, try String(contentsOf: log, encoding: .utf8)) }
      usleep(2_000)
    }
  }

  @Test func outputAndErrors_goToTheLog() throws {
    let (end, output) = try run("echo out; echo err >&2; cat; exit 7")
    #expect(end.ending == .exited(7) && output == "out\nerr\n" && end.processorSeconds >= 0)
  }

  @Test func environment_isThatOfThisProgram() throws {
    #expect(try run("echo $PATH").output == (ProcessInfo.processInfo.environment["PATH"] ?? "") + "\n")
  }

  /// A signal for this program's group, as Ctrl-C is, does not reach it; one of its own does.
  @Test func child_isInAGroupOfItsOwn_andHearsSignals() throws {
    let group = try run("ps -o pgid= -p $$ | tr -d ' '; echo $$").output.split(separator: "\n")
    #expect(group.count == 2 && group[0] == group[1])
    let (end, _) = try run("trap 'exit 75' TERM; while true; do sleep 0.01; done") { child in
      usleep(200_000)
      child.send(SIGTERM)
    }
    #expect(end.ending == .exited(75))
    #expect(try run("sleep 10") { $0.send(SIGKILL) }.end.ending == .signaled(SIGKILL))
  }

  @Test func end_isToldAgain_andSignalsToTheDeadAreNothing() throws {
    let log = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).log")
    defer { try? FileManager.default.removeItem(at: log) }
    let child = try ChildProcess("/bin/sh", ["-c", "exit 3"], logFile: log.path)
    while child.end() == nil { usleep(2_000) }
    child.send(SIGTERM)
    #expect(child.end()?.ending == .exited(3))
  }

  @Test func missingProgram_isRefused() {
    let error = #expect(throws: CommandError.self) {
      try ChildProcess("/nowhere/program", [], logFile: "/dev/null")
    }
    #expect(error?.problem.contains("/nowhere/program could not be run") == true)
  }
}
