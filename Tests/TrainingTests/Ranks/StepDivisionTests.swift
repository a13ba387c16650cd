import Diagnostics
import Foundation
import Settings
import Testing
import Training

@testable import Recipes

@Suite struct StepDivisionTests {
  struct World: Sendable {
    var written: Int?
    var kept: Int?
    var rows = 8
    let processes: Int
    /// The parts, or what the error's next step says.
    var parts: Int?
    var advice = ""
  }

  static let worlds = [
    World(processes: 1, parts: 1), World(processes: 4, parts: 4), World(written: 4, processes: 4, parts: 4),
    World(written: 4, processes: 2, parts: 4), World(written: 4, processes: 1, parts: 4),
    World(kept: 4, processes: 1, parts: 4), World(kept: 4, processes: 2, parts: 4),
    // Two numbers that do not go together.
    World(written: 2, processes: 4, advice: "Set train.accumulation to 4,"),
    World(written: 1, processes: 2, advice: "Set train.accumulation to 2,"),
    World(kept: 2, processes: 4, advice: "Set train.accumulation to 4,"),
    World(kept: 1, processes: 2, advice: "--allow-change train.accumulation"),
    World(rows: 6, processes: 4, advice: "Let packing.rows be a multiple of 4"),
    World(written: 3, rows: 6, processes: 2, advice: "Set train.accumulation to 2,"),
  ]

  @Test(arguments: worlds)
  func parts(_ world: World) throws {
    let train = world.written.map { ", \"train\": {\"accumulation\": \($0)}" } ?? ""
    let text =
      "{\"name\": \"a\", \"model\": {\"preset\": \"tiny\"}, \"tokenizer\": {\"vocabulary\": \"bytes\"}, \"data\": {\"tasks\": [{\"path\": \"t\"}]}, \"packing\": {\"rows\": \(world.rows)}\(train)}"
    let loaded = try Recipe.read(Data(text.utf8), file: "a.json")
    let division = StepDivision(kept: world.kept, processes: world.processes)
    if let parts = world.parts {
      #expect(try division.divide(loaded).recipe.train.accumulation == parts)
    } else {
      let error = #expect(throws: RecipeError.self) { try division.divide(loaded) }
      #expect(error?.nextStep?.contains(world.advice) == true, "\(error?.nextStep ?? "")")
      #expect(error?.category == .usage)
    }
  }
}
