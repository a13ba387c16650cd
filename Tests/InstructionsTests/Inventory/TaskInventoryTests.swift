import Foundation
import Testing

@testable import Instructions

@Suite struct TaskInventoryTests {
  static let heading = "source\tname\tdataset\tcategory\tlanguages\texamples\theld out\n"

  @Test func readsARow() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("t.tsv", Self.heading + "NIv2\ttask1_a\ta\tNone\tEnglish, French\t12\tmmlu\n")
    let task = try #require(TaskInventory(reading: path).tasks.first)
    #expect(task.source == "NIv2" && task.name == "task1_a" && task.languages == ["English", "French"])
    #expect(task.examples == 12 && task.heldOutSuite == "mmlu")
  }

  static let broken: [(String, String)] = [
    ("", "t.tsv:1"), ("name\n", "the first line must name the columns"), (heading + "a\tb\n", "t.tsv:2"),
    (heading + "a\t\tb\tc\td\t1\t\n", "'name'"),
    (heading + "a\tb\tb\tc\td\tmany\t\n", "'examples' is 'many'"),
  ]

  @Test(arguments: broken) func refusesABrokenTable(_ text: String, _ part: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("t.tsv", text)
    let found = message { _ = try TaskInventory(reading: path) }
    #expect(found.contains(part), "\(found)")
  }

  /// The table that comes with the program: what the collection's own counts say.
  @Test func shippedTable() throws {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .appendingPathComponent("../../../..").standardizedFileURL.path
    let path = "\(root)/Data/Inventory/flan-collection.tsv"
    let size = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    #expect(size < 300_000)
    let tasks = try TaskInventory(reading: path).tasks
    #expect(tasks.count == 2_002 && tasks.count(where: { $0.source == "NIv2" }) == 1_613)
    #expect(tasks.count(where: { $0.source == "T0" }) == 193)
    #expect(tasks.count(where: { $0.heldOutSuite == "mmlu" }) == 57)
    // As the paper counts them, but for two tasks of Natural Instructions.
    let empty = InventoryCoverage(of: [], in: TaskInventory(tasks))
    #expect(empty.byPart.map(\.all) == [9, 80, 193, 1_556])
    #expect(empty.byPart.map(\.paper) == [9, 80, 193, 1_554])
    let dashes = tasks.filter { $0.source == "NIv2" }.map {
      $0.name.lowercased().replacingOccurrences(of: "-", with: "_")
    }
    #expect(Set(dashes).count == dashes.count)
    let nine = ["aqua", "creak", "ecqa", "e-snli", "gsm8k", "qasc", "qed", "sense_making", "strategy-qa"]
    let covered = InventoryCoverage(of: nine.map { "\($0)_train" }, in: TaskInventory(tasks))
    #expect(covered.byPart[0].covered == 9 && covered.extra.isEmpty)
    let suites = try HeldOutSuites(reading: "\(root)/Data/HeldOut/suites.json")
    let flan = HeldOutSuites(suites.suites.filter { $0.name != "niv2-test" })
    for task in tasks {
      #expect(flan.suite(of: task.name)?.name == task.heldOutSuite, "\(task.name)")
    }
    let naturalInstructions = try #require(suites.suites.first { $0.name == "niv2-test" })
    #expect(naturalInstructions.tasks.count == 119)
    let keys = Set(tasks.map { TaskNameKey.key(of: $0.name) })
    #expect(naturalInstructions.tasks.allSatisfy { keys.contains(TaskNameKey.key(of: $0.text)) })
  }
}
