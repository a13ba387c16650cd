import Foundation
import Testing

/// `compare`, and `report` of several runs.
///
/// One after the other: a report that one test writes would be a change of files for another.
@Suite(.serialized) struct CompareCommandTests {
  /// The small world's run, and one with another learning rate.
  private static let trained = Result {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    _ = try world.run("recipe.json", "optimizer.learningRate=0.02", "name=faster")
    return world
  }

  @Test func differences_curvesAndScores() throws {
    let world = try Self.trained.get()
    let before = try world.folder.files()
    let result = try world.run("compare", "runs/small", "runs/faster")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    for part in [
      "what results depend on differs", "optimizer.learningRate", "0.01", "0.02",
      "held-out instances, zero-shot",
      "held-out clusters, loss", "training loss up to step",
    ] { #expect(result.output.contains(part), "\(part) in \(result.output)") }
    #expect(!result.output.contains("tokenizer.vocabulary") && !result.output.contains("data.tasks"))
    #expect(try world.folder.files() == before)
  }

  @Test func json() throws {
    let world = try Self.trained.get()
    let result = try world.run("compare", "runs/small", "runs/faster", "--json")
    let page = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.errors)")
    let recipes = try #require(page["recipes"] as? [[String: Any]])
    #expect(recipes.map { $0["key"] as? String } == ["optimizer.learningRate"])
    #expect((page["runs"] as? [[String: Any]])?.map { $0["steps"] as? Int } == [6, 6])
  }

  /// The passport has hashes of all that the run follows from, and a run with itself is the same.
  @Test func sameRun_isTheSame() throws {
    let world = try Self.trained.get()
    let result = try world.run("compare", "runs/small", "runs/small")
    #expect(result.status == 0 && result.output.contains("program and threads are the same"))
    let passport = try #require(
      JSONSerialization.jsonObject(with: world.folder.data("runs/small/run.json")) as? [String: Any])
    for key in ["programSHA256", "recipeSHA256", "resolvedRecipeSHA256"] {
      #expect((passport[key] as? String)?.count == 64, "\(key)")
    }
    let data = try #require(passport["data"] as? [[String: Any]])
    #expect(data.count >= 2 && data.allSatisfy { ($0["sha256"] as? String)?.count == 64 })
  }

  @Test func report_ofSeveralRuns() throws {
    let world = try Self.trained.get()
    let result = try world.run("report", "runs/small", "runs/faster", "--output", "both.html")
    #expect(result.status == 0 && result.output == "both.html\n", "\(result.errors)")
    let page = try world.folder.read("both.html")
    for part in [
      "Training loss per target token", "optimizer.learningRate", "small, faster", "Scores of the best",
    ] {
      #expect(page.contains(part), "\(part)")
    }
  }
}
