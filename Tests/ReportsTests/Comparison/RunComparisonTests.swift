import Foundation
import Testing
import TestSupport

@testable import JSON
@testable import Recipes
@testable import Reports
@testable import Runs
@testable import Storage

@Suite struct RunComparisonTests {
  /// Two made-up runs in folders of their own.
  static func runs(_ edits: [[String]] = [[], ["optimizer.learningRate=0.002", "name=other"]]) throws -> (
    TemporaryFolder, [RunFolder]
  ) {
    let folder = try TemporaryFolder()
    let text =
      #"{"name": "one", "model": {"preset": "tiny"}, "tokenizer": {"vocabulary": "bytes"}, "data": {"tasks": [{"path": "t"}]}}"#
    let runs = try edits.enumerated().map { index, overrides in
      let run = RunFolder(path: "\(folder.path)/run\(index)")
      let loaded = try Recipe.read(Data(text.utf8), file: "one.json", overrides: overrides)
      try run.create(run.path)
      try Draft.write(loaded.recipe.resolvedText, to: run.resolvedRecipeFile)
      var passport = RunPassport(
        of: loaded, programVersion: "0",
        runtime: .init(name: "CPU", threads: 1 + index, kernels: "k", matrixProducts: "blas"))
      passport.data = [.init(key: "data.tasks[0]", path: "t", sha256: "abc")]
      try RunHistory(passport).write(to: run)
      try ExampleRun(steps: 12 + 4 * index).play(to: [MetricsFileReporter(run), EvaluationFileReporter(run)])
      return run
    }
    return (folder, runs)
  }

  @Test func differences_areNamed() throws {
    let (folder, runs) = try Self.runs()
    defer { withExtendedLifetime(folder) {} }
    let page = RunComparison(try runs.map(RunRecord.init))
    #expect(page.runs.map(\.name) == ["one", "other"] && page.runs.map(\.steps) == [12, 16])
    #expect(page.recipes.map(\.key) == ["optimizer.learningRate"])
    #expect(page.recipes[0].values == ["0.0005", "0.002"])
    #expect(page.passports.contains { $0.key == "threads" && $0.values == ["1", "2"] })
    #expect(!page.areTheSame && !page.passports.contains { $0.key.hasPrefix("data.") })
    #expect(page.trainingLoss.last?.step == 16 && page.trainingLoss.last?.values[0] == nil)
    #expect(page.exactMatch["heldOutInstances"]?.map(\.step) == [0, 4, 8, 12, 16])
    let lines = RunComparisonText.textLines(page).joined(separator: "\n")
    for part in ["what results depend on differs", "0.0005", "0.002", "held-out clusters, all", "zero-shot"] {
      #expect(lines.contains(part), "\(part) in \(lines)")
    }
  }

  @Test func sameRun_isTheSame() throws {
    let (folder, runs) = try Self.runs()
    defer { withExtendedLifetime(folder) {} }
    let record = try RunRecord(runs[0])
    let page = RunComparison([record, record])
    #expect(page.areTheSame && page.recipes.isEmpty && page.passports.isEmpty)
    // Runs of one name are told apart by their folders.
    #expect(page.runs.map(\.name) == [runs[0].path, runs[0].path])
  }

  /// Of two runs of one recipe, one has gone on with other data.
  @Test(arguments: [("sha", "data.tasks[0]"), ("system", "system")])
  func changeOnTheWay_isTold(_ edit: String, _ key: String) throws {
    let (folder, runs) = try Self.runs([[], []])
    defer { withExtendedLifetime(folder) {} }
    for run in runs {
      var history = RunHistory(try RunPassport.read(runs[0].passportFile))
      if run == runs[1] {
        var passport = history.current
        if edit == "sha" { passport.data[0].sha256 = "def" } else { passport.operatingSystem = "another" }
        history.goOn(passport, afterStep: 6, settings: nil)
        var (former, later) = (passport, history)
        former.data[0].sha256 = "abc"
        former.operatingSystem = try RunPassport.read(runs[0].passportFile).operatingSystem
        // Put back, so that only the way differs.
        later.goOn(former, afterStep: 8, settings: nil)
        history = later
      }
      try history.write(to: run)
    }
    let page = RunComparison(try runs.map(RunRecord.init))
    let rows = page.passports.map(\.key)
    #expect(rows == ["\(key) from step 7", "\(key) from step 9"])
    #expect(page.areTheSame == (edit == "system"))
    let html = try ReportPage(runs[1]).html()
    #expect(html.contains("Changed on the way") && html.contains("<td class=\"step\">7</td><td>\(key)</td>"))
    #expect(try !ReportPage(runs[0]).html().contains("Changed on the way"))
  }

  @Test func json_hasWhatTheTextHas() throws {
    let (folder, runs) = try Self.runs()
    defer { withExtendedLifetime(folder) {} }
    let data = try EventCoding.line(RunComparison(try runs.map(RunRecord.init)))
    let page = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(page.keys) == ["runs", "passports", "recipes", "areTheSame", "trainingLoss", "exactMatch"])
  }

  @Test(
    arguments: [
      ([[("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")]], []),
      ([[("a", "1")], [("b", "2")]], ["a", "b"]), ([[("a", "1")], [("a", "2")], [("a", "1")]], ["a"]),
      ([[]], []),
    ] as [([[(String, String)]], [String])])
  func differencesOfLists(_ lists: [[(String, String)]], _ keys: [String]) {
    #expect(Differences(lists.map { $0.map { (key: $0.0, value: $0.1) } }).rows.map(\.key) == keys)
  }
}
