import Commands
import CommandsTestSupport
import Diagnostics
import Foundation
import Storage
import Testing

@testable import Instructions

@Suite(.ownThread) struct CommandStoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A script that counts how often it has run.
  private func command(_ script: String) -> ExternalCommand {
    ExternalCommand(["sh", "-c", "echo run >> count; \(script)"])
  }

  private var runs: Int {
    (FileManager.default.contents(atPath: "\(folder.path)/count") ?? Data()).count { $0 == 0x0A }
  }

  private func output(
    of command: ExternalCommand, _ handling: CacheHandling = CacheHandling(), cache: String = "cache",
    fileSystem: FileSystem = .standard
  ) throws -> CommandStore.Output? {
    let cache = InstanceCache(
      folder: "\(folder.path)/\(cache)", handling: handling, fileSystem: fileSystem)
    let place = SourceLocation(file: "r.json", line: 2, field: "data.tasks[0].command")
    return try CommandStore(cache).output(of: command, in: folder.path, at: place)
  }

  private let good = #"echo '{"inputs": "a", "targets": "b"}'"#

  @Test func command_runsOnce() throws {
    let told = Told()
    let first = try #require(try output(of: command("\(good); echo hm >&2"), told.handling(.required)))
    #expect(first.isNew && told.reports.count == 1 && told.reports[0].hasPrefix("running sh -c "))
    #expect(first.record.exitCode == 0 && first.record.lines == 1 && first.record.standardError == "hm\n")
    let second = try #require(try output(of: command("\(good); echo hm >&2")))
    #expect(!second.isNew && second.path == first.path && second.record == first.record)
    #expect(runs == 1)
    #expect(try TaskCollection.load(path: second.path).tasks.map(\.name) == ["sh"])
  }

  @Test func whatMayOnlyRead_runsNothing() throws {
    #expect(try output(of: command(good), CacheHandling(.readOnly)) == nil)
    #expect(runs == 0)
    _ = try output(of: command(good))
    #expect(try output(of: command(good), CacheHandling(.readOnly)) != nil)
  }

  @Test func otherCommandsAndFolders_haveOtherOutputs() throws {
    let first = try output(of: command(good))
    #expect(try output(of: command("\(good) "))?.path != first?.path)
    #expect(try output(of: ExternalCommand(["sh", "-c echo"]), CacheHandling(.readOnly)) == nil)
  }

  @Test func askedTo_itRunsAgain() throws {
    var handling = CacheHandling()
    _ = try output(of: command("echo '{\"run\": \"'$(wc -l < count)'\"}'"), handling)
    handling.runsCommandsAgain = true
    let again = try output(of: command("echo '{\"run\": \"'$(wc -l < count)'\"}'"), handling)
    #expect(try #require(again).isNew && runs == 2)
  }

  @Test func changedOutput_isNotTrusted() throws {
    let path = try #require(try output(of: command(good))).path
    try Data(#"{"inputs": "a", "targets": "c"}"#.utf8 + [0x0A]).write(to: URL(fileURLWithPath: path))
    let told = Told()
    #expect(try output(of: command(good), told.handling(.readOnly)) == nil)
    #expect(told.warnings.count == 1 && told.warnings[0].contains("has to run again"))
    #expect(try #require(try output(of: command(good))).isNew)
  }

  /// What a command does, and what is said of it.
  @Test(
    arguments: [
      ("echo bad >&2; exit 4", ["ended with exit code 4", "said on standard error:", "    bad"]),
      ("exit 1", ["ended with exit code 1", "said nothing on standard error"]),
      ("kill -TERM $$", ["ended by signal 15"]),
      ("true", ["has written nothing"]),
      ("echo '{\"a\": 1}'; echo id,name", ["line 2 of what", "is not JSON Lines", "    id,name"]),
      ("echo '{\"a\": 1}'; echo 7", ["line 2 of what", "but must be an object", "    7"]),
      ("printf '{\"a\": \"\\000\"}'", ["line 1 of what", "byte 0"]),
    ] as [(String, [String])])
  func failure_isAnErrorInData_andNothingIsKept(_ script: String, _ parts: [String]) throws {
    let error = #expect(throws: CommandError.self) { try output(of: command(script)) }
    let text = error?.description ?? ""
    for part in parts { #expect(text.contains(part), "\(text)") }
    #expect(text.hasPrefix("r.json:2: data.tasks[0].command: "))
    #expect(error?.category == .data)
    let kept = try InputFile.names(in: "\(folder.path)/cache/commands", what: "cache")
    #expect(kept.allSatisfy { $0.hasSuffix(".lock") })
  }

  @Test func everyFileOfJSON_isRead() throws {
    let shapes = [
      "echo '[{\"inputs\": 1, \"targets\": 2},'; echo '{\"inputs\": 3, \"targets\": 4}]'",
      "echo '{\"data\": [{\"inputs\": 1, \"targets\": 2}, {\"inputs\": 3, \"targets\": 4}]}'",
      "printf '{\"inputs\": 1, \"targets\": 2}\\r\\n\\r\\n{\"inputs\": 3, \"targets\": 4},'",
    ]
    for shape in shapes {
      let path = try #require(try output(of: command(shape))).path
      #expect(try TaskCollection.load(path: path).tasks[0].instances.map(\.input) == ["1", "3"])
    }
  }

  @Test func withoutACache_theOutputLivesAsLongAsItIsNeeded() throws {
    try folder.write("cache", "no folder")
    let told = Told()
    var output = try output(of: command(good), told.handling(.optional))
    let path = try #require(output?.path)
    #expect(told.warnings.count == 1 && told.warnings[0].hasPrefix("the cache is done without: "))
    #expect(FileManager.default.fileExists(atPath: path))
    output = nil
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(throws: FileError.self) { try self.output(of: command(good)) }
  }

  @Test func whatAKilledProcessLeft_isRemoved() throws {
    let place = try #require(try output(of: command(good))).path.split(separator: "/").dropLast()
    let name = try #require(place.last)
    try FileManager.default.removeItem(atPath: "\(folder.path)/cache/commands/\(name)")
    let draft = "cache/commands/.partial-\(name)-1/sh.jsonl"
    try folder.write(draft, "{")
    _ = try output(of: command(good))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/\(draft)"))
  }
}
