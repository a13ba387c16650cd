import CommandsTestSupport
import Diagnostics
import Foundation
import Synchronization
import Testing

@testable import Commands

@Suite(.ownThread) struct CommandRunTests {
  /// Runs a script of the shell and gives what it wrote.
  private func run(
    _ script: String, in folder: String = "/", isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws -> (output: String, result: CommandRun.Result) {
    let output = Mutex<[UInt8]>([])
    let run = CommandRun(ExternalCommand(["sh", "-c", script]), in: folder)
    let result = try run.run(isStopped: isStopped) { piece in output.withLock { $0 += piece } }
    return (output.withLock { String(decoding: $0, as: UTF8.self) }, result)
  }

  @Test func outputErrorsAndEnding_areTold() throws {
    let (output, result) = try run("echo out; echo one >&2; echo two >&2; exit 3")
    #expect(output == "out\n")
    #expect(result.ending == .exited(3))
    #expect(result.standardError == "one\ntwo\n")
    #expect(result.lastWords == ["one", "two"])
  }

  @Test func signal_isAnEndingOfItsOwn() throws {
    #expect(try run("kill -9 $$").result.ending == .signaled(9))
  }

  @Test func folder_isTheWorkingDirectory() throws {
    #expect(try run("pwd", in: "/usr").output == "/usr\n")
  }

  @Test func standardInput_isEmpty() throws {
    #expect(try run("cat; echo end").output == "end\n")
  }

  /// More than any pipe holds, on both streams at once: neither waits for the other.
  @Test func muchOutput_isTakenWhole() throws {
    let (output, result) = try run(
      "i=0; while [ $i -lt 3000 ]; do printf '%0100d\\n' $i; printf '%0100d\\n' $i >&2; i=$((i+1)); done")
    #expect(output.utf8.count == 3000 * 101)
    #expect(result.standardError.utf8.count == CommandRun.keptErrorBytes)
    #expect(result.standardError.hasSuffix("2999\n"))
  }

  @Test func stop_endsTheCommand() throws {
    let error = #expect(throws: CommandError.self) { try run("exec sleep 600", isStopped: { true }) }
    #expect(error?.cause == .stopped)
    #expect(error?.category == .stopped)
  }

  private struct Full: Error {}

  @Test func whatTheTakerThrows_endsTheRun() throws {
    let run = CommandRun(ExternalCommand(["sh", "-c", "while echo line; do :; done"]), in: "/")
    #expect(throws: Full.self) { _ = try run.run { _ in throw Full() } }
  }

  @Test func missingFolder_isAnError() throws {
    let error = #expect(throws: CommandError.self) { try run("true", in: "/no/such/folder") }
    #expect(error?.cause == .noFolder(path: "/no/such/folder"))
  }

  @Test func programThatIsNone_isAnErrorOfTheSystem() throws {
    let folder = NSTemporaryDirectory() + "commands-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/program"
    try Data([0x7F, 0x45, 0x4C, 0x46, 0, 0]).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let run = CommandRun(ExternalCommand(["./program"]), in: folder)
    let error = #expect(throws: CommandError.self) { _ = try run.run { _ in } }
    guard case .refused = error?.cause else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(error?.category == .inputOutput)
  }
}
