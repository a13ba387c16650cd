import Foundation
import Testing
import TestSupport

/// The command lines of the documentation, run one after the other in a folder that has what they name, only small: the
/// recipes, runs and models of a moment. Those that need data of others' are left out, and are parsed all the same.
@Suite struct DocumentedRunsTests {
  /// A run that has been trained once for all pages, with a vocabulary, so that its model can be exported.
  private static let trained: SmallWorld? = {
    guard let world = try? SmallWorld() else { return nil }
    try? world.edit(
      "recipe.json", "\"vocabulary\": \"bytes\"",
      "\"vocabulary\": \"\(Command.packageRoot)/Data/Vocabulary/spiece.model\"")
    try? world.edit("recipe.json", "\"path\": \"tasks\"", "\"path\": \"\(world.path)/tasks\"")
    // Some lines ask for hundreds of steps.
    try? world.edit("recipe.json", "\"every\": 3", "\"every\": 100")
    try? world.edit("recipe.json", "{\"every\": 2", "{\"every\": 100")
    let run = try? world.run("recipe.json")
    let model = try? world.run("export", "runs/small", "model")
    return run?.status == 0 && model?.status == 0 ? world : nil
  }()

  private static let needsOthersData: Set<String> = ["mmlu", "suites", "bbh", "big-bench-hard"]

  /// The lines that are run. Those of the findings are not: the program has written them, and they train for hours.
  private static func lines(of page: DocumentationPage) -> [DocumentedLine] {
    if page.name == "Documentation/Findings.md" { return [] }
    return DocumentedLine.all.filter { line in
      guard line.place.hasPrefix("\(page.name):"), let arguments = line.arguments else { return false }
      // What a script fills in is not known here.
      if arguments.contains(where: { $0.contains("$") }) { return false }
      // Plug-ins are no machine's for certain; runs on them are tested by themselves.
      if arguments.contains(where: { $0 == "runtime.kind=xla" || $0 == "--runtime" }) { return false }
      let data = arguments.firstIndex(of: "--data").map { arguments[$0 + 1] }
      return data.map { !needsOthersData.contains($0) } ?? true
    }
  }

  @Test func pages_haveLinesToRun() {
    #expect(Self.trained != nil)
    #expect(DocumentationPage.all.reduce(0) { $0 + Self.lines(of: $1).count } >= 30)
  }

  @Test(arguments: DocumentationPage.all.filter { !lines(of: $0).isEmpty })
  func everyLine_isRun(_ page: DocumentationPage) throws {
    let trained = try #require(Self.trained)
    let folder = try TemporaryFolder()
    for (number, line) in Self.lines(of: page).enumerated() {
      let arguments = try #require(line.arguments)
      if number == 0 { try Self.arrangeSuite(in: folder) }
      for word in arguments {
        // What a setting names as well.
        try Self.arrange(String(word.split(separator: "=").last ?? ""), in: folder, trained)
      }
      let result = try Command.run(arguments, in: folder.path, input: "")
      #expect(result.status == 0, "\(line.testDescription)\n\(result.errors.suffix(1_000))")
    }
  }

  /// Puts in place what a word of a command line names, where nothing has made it before.
  private static func arrange(_ word: String, in folder: TemporaryFolder, _ trained: SmallWorld) throws {
    if word.isEmpty || word.hasPrefix("-") || folder.exists(word) { return }
    let parts = word.split(separator: "/").map(String.init)
    if parts.first == "runs", parts.count == 2, parts[1].hasPrefix("finding-") {
      try folder.write(Self.results, to: "\(word)/study.json")
    } else if parts.first == "runs", parts.count > 1 {
      let run = "runs/\(parts[1])"
      if !folder.exists(run) { try copy(trained.path + "/runs/small", to: run, in: folder) }
      let last = "\(run)/eval/step-00000500"
      if word.hasPrefix(last), !folder.exists(last) {
        try copy(trained.path + "/runs/small/eval/step-00000006", to: last, in: folder)
      }
      if word.contains("/suites/"), !folder.exists(word) {
        try folder.write(Self.outputs(["easy", "hard"]), to: "\(word)/outputs.jsonl")
      }
    } else if parts.first == "models" {
      try copy(trained.path + "/model", to: word, in: folder)
    } else if word == "outputs.jsonl" {
      try folder.write(Self.outputs(["boolean_expressions"]), to: word)
    } else if ["prompts.jsonl", "pairs.jsonl"].contains(word) {
      try folder.write("{\"inputs\": \"red 1\", \"targets\": \"red\"}\n", to: word)
    } else if word == "spiece.model" {
      try copy(Command.packageRoot + "/Data/Vocabulary/spiece.model", to: word, in: folder)
    } else if word == "my-templates" {
      try copy(Command.packageRoot + "/Data/Templates", to: word, in: folder)
    } else if word.hasSuffix(".json") {
      try folder.write(trained.folder.read("recipe.json"), to: word)
    }
  }

  private static func copy(_ source: String, to name: String, in folder: TemporaryFolder) throws {
    let target = URL(fileURLWithPath: "\(folder.path)/\(name)")
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: source, toPath: target.path)
  }

  /// What a study has written that has measured nothing.
  private static let results = """
    {"name": "s", "title": "t", "claim": "c", "about": [], "isQuick": false, "seeds": [1], "outcome": "incomplete",
     "changes": [], "verdicts": [], "measures": [], "arms": [], "controls": [], "published": [], "machines": [],
     "times": {"wall": {}, "processor": {}}}
    """

  private static func outputs(_ tasks: [String]) -> String {
    tasks.map { "{\"task\": \"\($0)\", \"id\": 0, \"prediction\": \"yes\", \"target\": \"yes\"}\n" }.joined()
  }

  /// The suite that the documentation shows, and its data.
  private static func arrangeSuite(in folder: TemporaryFolder) throws {
    let blocks = DocumentationPage.all.flatMap(\.blocks)
    let suite = try #require(blocks.first { $0.kind == .json && $0.text.contains("\"prompting\"") })
    try folder.write(suite.text, to: "mine.json")
    let line =
      "{\"input\": \"Is it so?\", \"target\": \"yes\", \"premise\": \"It is so.\", \"options\": [\"yes\", \"no\"]}\n"
    for name in ["easy", "hard", "shots"] { try folder.write(line, to: "data/\(name).jsonl") }
  }
}
