import Foundation
import Testing
import TestSupport

/// The tour in the README: every command of it, as it is written there, in a fresh folder.
@Suite struct ReadmeTourTests {
  /// The lines of the block after the mark.
  static func commands() throws -> [String] {
    let path = "\(Command.packageRoot)/README.md"
    let lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "<!-- tour -->"), "README.md has no tour")
    let block = lines[(start + 1)...].drop { $0.isEmpty }.prefix { $0.hasPrefix("    ") }
    return block.map { String($0.dropFirst(4)) }
  }

  @Test(.enabled(if: Command.findsShippedRecipes))
  func everyCommand_succeeds() throws {
    let folder = try TemporaryFolder()
    let commands = try Self.commands()
    #expect(commands.count >= 9 && commands.allSatisfy { $0.hasPrefix("flan-train ") })
    for command in commands {
      let (status, output) = try Self.shell(command, in: folder)
      #expect(status == 0, "\(command)\n\(output)")
    }
    for name in ["runs/flan-smoke/DONE", "runs/other/report.html", "both.html", "my-model/model.safetensors"]
    {
      #expect(folder.exists(name), "\(name)")
    }
  }

  /// Runs a line as a user's shell does, with the built command in the path.
  private static func shell(_ line: String, in folder: TemporaryFolder) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    var environment = ProcessInfo.processInfo.environment
    let tools = URL(fileURLWithPath: Command.executable).deletingLastPathComponent().path
    environment["PATH"] = "\(tools):\(environment["PATH"] ?? "/usr/bin:/bin")"
    process.environment = environment
    let file = "\(folder.path)/output.txt"
    try folder.write("", to: "output.txt")
    let handle = FileHandle(forWritingAtPath: file)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try folder.read("output.txt"))
  }

  /// Every file that a page of documentation links to is there.
  @Test(arguments: ["README.md", "CONTRIBUTING.md"])
  func links_leadSomewhere(_ name: String) throws {
    let text = try String(contentsOfFile: "\(Command.packageRoot)/\(name)", encoding: .utf8)
    let links = text.matches(of: /\]\(([A-Za-z0-9_.\/-]+)\)/).map { String($0.1) }
    for link in links {
      #expect(FileManager.default.fileExists(atPath: "\(Command.packageRoot)/\(link)"), "\(link)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completions_knowEveryVerb(_ shell: String) throws {
    let result = try Command.run(["--generate-completion-script", shell], in: NSTemporaryDirectory())
    #expect(result.status == 0, "\(result.errors)")
    for verb in ["train", "resume", "eval", "inspect", "plan", "report", "compare", "schema"] {
      #expect(result.output.contains(verb), "\(verb)")
    }
  }
}
