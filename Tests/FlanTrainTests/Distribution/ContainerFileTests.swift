import Foundation
import Testing

/// The Dockerfile, as far as it can be checked where no container can be built.
@Suite struct ContainerFileTests {
  private struct Instruction {
    let name: String
    let text: String
    var words: [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
  }

  private static func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(Command.packageRoot)/\(name)", encoding: .utf8)
  }

  /// The instructions of the Dockerfile, continued lines joined, by stage.
  private static func stages() throws -> [[Instruction]] {
    let lines = try read("Dockerfile").split(separator: "\n").filter { !$0.hasPrefix("#") }
    var stages: [[Instruction]] = []
    var open = ""
    for line in lines {
      open += line
      if open.hasSuffix("\\") {
        open.removeLast()
        continue
      }
      let parts = open.split(separator: " ", maxSplits: 1).map(String.init)
      let instruction = Instruction(name: parts[0], text: parts.count > 1 ? parts[1] : "")
      if instruction.name == "FROM" { stages.append([]) }
      try #require(!stages.isEmpty, "the Dockerfile begins with \(parts[0])")
      stages[stages.count - 1].append(instruction)
      open = ""
    }
    #expect(open.isEmpty, "the Dockerfile ends within an instruction")
    return stages
  }

  /// The packages that a stage installs.
  private static func packages(_ stage: [Instruction]) -> Set<String> {
    let install = stage.filter { $0.name == "RUN" }.flatMap { $0.text.components(separatedBy: "&&") }
      .filter { $0.contains("apt-get install") }
    let words = install.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    return Set(words.filter { !$0.hasPrefix("-") }).subtracting(["apt-get", "install"])
  }

  @Test func everyInstruction_isKnown() throws {
    let known: Set<String> = [
      "FROM", "RUN", "WORKDIR", "COPY", "ARG", "ENV", "USER", "VOLUME", "STOPSIGNAL", "ENTRYPOINT", "CMD",
      "LABEL",
    ]
    let stages = try Self.stages()
    #expect(stages.count == 2)
    for instruction in stages.joined() {
      #expect(known.contains(instruction.name) && !instruction.text.isEmpty, "\(instruction)")
      guard ["ENTRYPOINT", "CMD"].contains(instruction.name) else { continue }
      // As a list: a shell between would be process 1, and keep the signals to itself.
      let list = try JSONSerialization.jsonObject(with: Data(instruction.text.utf8)) as? [String]
      #expect(list?.isEmpty == false, "\(instruction)")
    }
  }

  /// What is copied is there, and not left out by `.dockerignore`.
  @Test func whatIsCopied_isThere() throws {
    let ignored = try Self.read(".dockerignore").split(separator: "\n").filter { !$0.hasPrefix("#") }.map(
      String.init)
    for name in [
      "Package.swift", "Sources", "Tests", "Recipes", "Data", "Scripts", "Makefile", "Documentation",
    ] {
      #expect(
        FileManager.default.fileExists(atPath: "\(Command.packageRoot)/\(name)") && !ignored.contains(name),
        "\(name)")
    }
    for name in [".git", ".build*", "runs"] { #expect(ignored.contains(name), "\(name)") }
    let stages = try Self.stages()
    let named = try #require(stages[0][0].words.last)
    for copy in stages.joined() where copy.name == "COPY" {
      let isLocal = copy.words.first == "."
      #expect(isLocal || copy.words.first == "--from=\(named)", "\(copy.text)")
    }
  }

  /// The builder has what `make setup` would install, so that nothing is installed twice.
  @Test func builder_hasWhatTheBuildNeeds() throws {
    let setup = try Self.read("Scripts/setup").components(separatedBy: "\n")
    let wanted = setup.compactMap { line in
      line.firstMatch(of: /missing\+=\(([a-z0-9-]+(?:-dev|-config))\)/).map { String($0.1) }
    }
    #expect(wanted.count >= 4)
    #expect(Set(wanted).isSubset(of: Self.packages(try Self.stages()[0])), "\(wanted)")
  }

  @Test func image_isSmallAndRunsAsNobodyInParticular() throws {
    let stages = try Self.stages()
    for run in stages.joined() where run.text.contains("apt-get install") {
      #expect(
        run.text.contains("--no-install-recommends") && run.text.contains("rm -rf /var/lib/apt/lists/*"))
    }
    let last = try #require(stages.last)
    let user = try #require(last.last { $0.name == "USER" })
    #expect(user.text != "root" && user.text != "0")
    #expect(last.contains { $0.name == "ENTRYPOINT" && $0.text == "[\"flan-train\"]" })
    #expect(last.contains { $0.name == "VOLUME" && $0.text == "/work/runs" })
    #expect(!Self.packages(last).contains { $0.hasSuffix("-dev") })
  }

  /// README names the packages that the program needs on another machine: those that the image installs.
  @Test func readme_namesTheLibraries() throws {
    let readme = try Self.read("README.md")
    let line = try #require(readme.firstMatch(of: /apt-get install ((?:lib|zlib)[a-z0-9 .+-]*)/)?.1)
    let last = try #require(Self.stages().last)
    #expect(Set(line.split(separator: " ").map(String.init)) == Self.packages(last))
  }
}
