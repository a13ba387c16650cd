import Foundation
import JSON
import Testing
import TestSupport

@testable import flan_train

/// Every command line of the documentation: calls of this program are parsed as the command does it, those of others are of
/// files, targets and products that are there.
@Suite struct DocumentedCommandsTests {
  /// Programs that are not ours, and what a user has them for.
  private static let others: [String: String] = [
    "hf": "gets models of the hub", "git": "gets repositories", "open": "shows a page", "jq": "reads JSON",
    "touch": "makes a file", "docker": "builds and runs containers", "podman": "the same", "tar": "unpacks",
    "mpirun": "starts processes together", "sbatch": "submits jobs", "scontrol": "changes jobs",
    "export": "sets a variable",
    "tmux": "a terminal that stays",
    "nohup": "goes on without a terminal", "curl": "gets files", "duckdb": "reads tables",
    "sqlite3": "reads tables",
    "zstd": "unpacks", "pip": "gets Python packages", "sudo": "may do more",
    "ulimit": "sets limits", "code": "an editor", "apt-get": "gets libraries",
  ]

  /// Words of the shell itself.
  private static let ofShells: Set<String> = [
    "if", "then", "else", "fi", "for", "do", "done", "while", "until", "case", "esac", "trap", "wait", "exit",
    "echo", "sleep", "kill", "set", "test", "[", "mkdir", "cp", "mv", "rm", "ls", "cat", "cd", "export",
    "source", ".",
  ]

  /// Why the command does not take these arguments; `nil` where it does. Nothing is run, and no file is looked at.
  private static func refusal(_ arguments: [String]) -> String? {
    do {
      _ = try FlanTrain.parseAsRoot(arguments)
      return nil
    } catch {
      // `--help` is no error to a user.
      return FlanTrain.exitCode(for: error) == .success ? nil : FlanTrain.fullMessage(for: error)
    }
  }

  @Test func pages_haveCommands() {
    #expect(DocumentedLine.all.count >= 40 && DocumentedLine.inline.count >= 30)
    #expect(DocumentedLine.all.count { $0.arguments != nil } >= 35)
  }

  @Test(arguments: DocumentedLine.all)
  func lines_areOfCommandsThatAreThere(_ line: DocumentedLine) throws {
    if let arguments = line.arguments {
      let refusal = Self.refusal(arguments)
      #expect(refusal == nil, "\(line.place): \(refusal ?? "")")
      return
    }
    let root = Command.packageRoot
    let (program, rest) = (line.words[0], line.words.dropFirst())
    switch program {
    case "make":
      let makefile = try String(contentsOfFile: "\(root)/Makefile", encoding: .utf8)
      for target in rest where !target.contains("=") {
        #expect(makefile.contains("\n\(target):"), "\(line.place): there is no target '\(target)'")
      }
    case "swift":
      let package = try String(contentsOfFile: "\(root)/Package.swift", encoding: .utf8)
      guard rest.first == "run" else {
        #expect(["build", "test", "package", "format"].contains(rest.first), "\(line.place)")
        return
      }
      let product = try #require(rest.dropFirst().first { !$0.hasPrefix("-") && $0 != "release" })
      #expect(package.contains("name: \"\(product)\""), "\(line.place): there is no product '\(product)'")
    case "python3", "python":
      if let script = rest.first, script.hasSuffix(".py") {
        #expect(FileManager.default.fileExists(atPath: "\(root)/\(script)"), "\(line.place): \(script)")
      }
    case "./Scripts/setup", "Scripts/setup":
      #expect(FileManager.default.fileExists(atPath: "\(root)/\(program)"))
    default:
      let isAssignment = program.contains("=")
      #expect(
        isAssignment || Self.others[program] != nil || Self.ofShells.contains(program),
        "\(line.place): no test knows the command '\(program)'")
    }
  }

  /// Blocks that are scripts are at least what a shell can read.
  @Test(arguments: DocumentationPage.all)
  func scripts_canBeRead(_ page: DocumentationPage) throws {
    let folder = try TemporaryFolder()
    for block in page.blocks where block.kind == .shell {
      let result = try Command(["-n", "-c", block.text], in: folder.path, executable: "/bin/bash").finish()
      #expect(result.status == 0, "\(page.name):\(block.line)\n\(result.errors)")
    }
  }

  /// Code that no test knows may not stand in a page.
  @Test func blocks_areOfKnownKinds() {
    for page in DocumentationPage.all {
      for block in page.blocks {
        #expect(block.kind != nil, "\(page.name):\(block.line) is in '\(block.language ?? "")'")
        guard block.kind == .manifest else { continue }
        let arguments =
          block.text.firstMatch(of: /args: \[([^\]]*)\]/).map { $0.1.split(separator: ",") } ?? []
        let call = arguments.map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(!call.isEmpty && Self.refusal(call) == nil, "\(page.name):\(block.line): \(call)")
      }
    }
  }
}

/// Options that the text names: of the command that stands in the same call or row, or of any.
@Suite struct DocumentedOptionsTests {
  /// The long options of every verb, as `--experimental-dump-help` tells them.
  private static let options: [String: Set<String>] = {
    guard let dump = try? Command.run(["--experimental-dump-help"], in: NSTemporaryDirectory()),
      let root = try? JSONDocument.parse(dump.output.utf8, file: "help").object(),
      let commands = try? root.required("command").object().required("subcommands").array()
    else { return [:] }
    var options: [String: Set<String>] = [:]
    for command in commands {
      guard let object = try? command.object(), let name = try? object.required("commandName").string() else {
        continue
      }
      let arguments = (try? object["arguments"]?.array()) ?? []
      let names = arguments.flatMap { argument in
        ((try? argument.object()["names"]?.array()) ?? []).compactMap {
          try? $0.object().required("name").string()
        }
      }
      options[name] = Set(names.map { "--\($0)" } + ["--help", "--version", "--generate-completion-script"])
    }
    return options
  }()

  /// The verb of a call; a bare recipe is `train`.
  private static func verb(_ arguments: [String]) -> String {
    arguments.first.flatMap { options[$0] == nil ? nil : $0 } ?? "train"
  }

  @Test func helpNamesOptions() {
    #expect(Self.options.count >= 17 && Self.options["train"]?.contains("--restart") == true)
  }

  @Test(arguments: DocumentedLine.inline)
  func callsWithinTheText_haveVerbsAndOptions(_ line: DocumentedLine) throws {
    let arguments = try #require(line.arguments)
    let verb = Self.verb(arguments)
    for word in arguments where word.hasPrefix("--") {
      let name = String(word.prefix { $0 != "=" })
      #expect(Self.options[verb]?.contains(name) == true, "\(line.place): \(verb) has no \(name)")
    }
    // A word that is neither a placeholder, a path nor a setting has to be a verb.
    if let first = arguments.first, first.wholeMatch(of: /[a-z-]+/) != nil, !first.hasPrefix("-") {
      #expect(Self.options[first] != nil || first == "help", "\(line.place): there is no verb '\(first)'")
    }
  }

  /// The options in a row of a table are those of the call that stands in it.
  @Test(arguments: DocumentationPage.all)
  func optionsInTheText_exist(_ page: DocumentationPage) {
    let every = Self.options.values.reduce(into: Set<String>()) { $0.formUnion($1) }
    func names(_ code: String) -> [String] { code.matches(of: /--[a-z][a-z-]*/).map { String($0.0) } }
    // Those of schedulers, containers, `swift test` and our own scripts.
    let others: Set<String> = [
      "--cpus", "--memory", "--requeue", "--signal", "--stop-timeout", "--filter", "--compare-scores",
      "--workloads", "--builds", "--bind-to", "--map-by",
    ]
    for code in page.inline where code.text.hasPrefix("--") {
      for name in names(code.text) where !others.contains(name) {
        #expect(every.contains(name), "\(page.name):\(code.line): \(name)")
      }
    }
    for row in page.rows {
      let call = row.codes.first { $0.hasPrefix("flan-train ") }
      guard let arguments = call.flatMap({ DocumentedLine($0, place: "") })?.arguments else { continue }
      for code in row.codes where code.hasPrefix("--") {
        for name in names(code) {
          #expect(
            Self.options[Self.verb(arguments)]?.contains(name) == true,
            "\(page.name):\(row.line): \(Self.verb(arguments)) has no \(name)")
        }
      }
    }
  }
}
