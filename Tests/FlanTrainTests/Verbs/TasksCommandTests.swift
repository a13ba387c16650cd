import Foundation
import Testing

/// `tasks`: what of the Flan collection is there.
@Suite(.enabled(if: Command.findsShippedRecipes)) struct TasksCommandTests {
  private func world() throws -> SmallWorld {
    let world = try SmallWorld()
    try world.folder.write("a\tb\tc\n", to: "tasks/gsm8k_train.tsv")
    for name in [
      "task062_bigbench_repeat_copy_logic", "task664_mmmlu_answer_generation_abstract_algebra",
      "task003_mctaco_question_generation_event_durationn",
    ] {
      try world.folder.write(SmallWorld.task(cluster: "ni", words: ["a"]), to: "tasks/\(name).json")
    }
    return world
  }

  @Test func sumsAndLists() throws {
    let world = try world()
    let sums = try world.run("tasks", "recipe.json")
    #expect(sums.status == 0 && sums.errors.isEmpty, "\(sums.errors)")
    for part in [
      "cot", "niv2", "all", "1,836", "1,838", "'-' and '_'", "Translation", "6 tasks in the recipe's sources",
      "(mmlu)",
    ] {
      #expect(sums.output.contains(part), "\(part) in \(sums.output)")
    }
    #expect(!sums.output.contains("cot_strategyqa"))
    let all = try world.run("tasks", "recipe.json", "--covered", "--missing", "--extra")
    for part in [
      "there: 3", "gsm8k_train", "missing: 1836", "cot_strategyqa", "besides the collection: 3",
      "(is it 'task003_mctaco_question_generation_event_duration'?)",
    ] {
      #expect(all.output.contains(part), "\(part) in \(all.output.suffix(2_000))")
    }
  }

  @Test func json() throws {
    let world = try world()
    let result = try world.run("tasks", "recipe.json", "--extra", "--json")
    let page = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(page["tasks"] as? Int == 6 && page["missing"] == nil)
    #expect((page["extra"] as? [Any])?.count == 3 && (page["toLeaveOut"] as? [Any])?.count == 1)
    #expect(try world.run("tasks").status == 64 && world.run("tasks", "none.json").status == 64)
  }
}
