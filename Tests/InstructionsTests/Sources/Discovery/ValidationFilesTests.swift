import Foundation
import Testing

@testable import Instructions

/// Files of a source's own to validate on.
@Suite struct ValidationFilesTests {
  private static func lines(_ inputs: [String], task: String? = nil) -> String {
    inputs.map { input in
      "{\"inputs\": \"\(input)\", \"targets\": \"t\"\(task.map { ", \"task\": \"\($0)\"" } ?? "")}\n"
    }.joined()
  }

  private static func files(
    _ path: String, description: SourceDescription = SourceDescription(), validation: [String]
  ) throws -> SourceFiles {
    try SourceFiles(path: path, description: description).validated(by: validation, description: description)
  }

  private static func tasks(_ files: SourceFiles) throws -> TaskCollection {
    var collected = CollectedTasks()
    try files.read(into: &collected)
    return try TaskCollection(collected.tasks)
  }

  /// The training files, those of validation, what both are called, and the task that is expected.
  private static let layouts:
    [([String: [String]], [String: [String]], path: String, validation: String, name: String)] = [
      (
        ["data/train.jsonl": ["a", "b", "c"]], ["dev.jsonl": ["x", "y"]], "data/train.jsonl", "dev.jsonl",
        "train"
      ),
      (
        ["data/train-00000-of-00002.jsonl": ["a"], "data/train-00001-of-00002.jsonl": ["b", "c"]],
        ["data/dev-00000-of-00001.jsonl": ["x", "y"]], "data", "data/dev-00000-of-00001.jsonl", "train"
      ),
      (
        ["data/one.jsonl": ["a", "b", "c"]], ["held/one.jsonl": ["x"], "held/nothing.md": []], "data", "held",
        "one"
      ),
      (["data/one.jsonl": ["a", "b", "c"]], ["data/two.jsonl": ["x"]], "data", "data/two.jsonl", "one"),
    ]

  @Test(arguments: layouts)
  func itsExamplesAreHeldOut(
    _ layout: ([String: [String]], [String: [String]], path: String, validation: String, name: String)
  ) throws {
    let (training, heldOut, path, validation, name) = layout
    let folder = try TemporaryFolder()
    for (name, inputs) in training.merging(heldOut, uniquingKeysWith: { first, _ in first }) {
      try folder.write(name, Self.lines(inputs))
    }
    let files = try Self.files("\(folder.path)/\(path)", validation: ["\(folder.path)/\(validation)"])
    #expect(files.notices.isEmpty)
    let tasks = try Self.tasks(files)
    #expect(tasks.tasks.map(\.name) == [name])
    for instances in [HoldOut.Amount.count(0), .count(2), .share(0.5)] {
      let split = try tasks.split(HoldOut(instances: instances)).trained[0]
      let inputs = { (indices: InstanceIndices) in indices.map { split.task.instances[$0].input }.sorted() }
      #expect(inputs(split.train) == ["a", "b", "c"])
      #expect(inputs(split.heldOut) == heldOut.values.flatMap { $0 }.sorted())
      let place = split.task.location(ofInstance: split.heldOut[0]).file
      #expect(heldOut.keys.contains { place.hasSuffix($0) }, "\(place)")
    }
  }

  @Test func tasksWithinTheFiles_goTogetherByName() throws {
    let folder = try TemporaryFolder()
    try folder.write("all.jsonl", Self.lines(["a", "b"], task: "one") + Self.lines(["c"], task: "two"))
    try folder.write("dev.jsonl", Self.lines(["x"], task: "two"))
    let files = try Self.files(folder.path + "/all.jsonl", validation: [folder.path + "/dev.jsonl"])
    let split = try Self.tasks(files).split(HoldOut(instances: .count(1)))
    // A task that the file does not have is divided as always.
    #expect(split.trained.map(\.task.name) == ["one", "two"])
    #expect(split.trained.map(\.train.count) == [1, 1] && split.trained.map(\.heldOut.count) == [1, 1])
    #expect(split.trained[1].heldOut == [1])
  }

  @Test func squad_goesTogetherTaskByTask() throws {
    let folder = try TemporaryFolder()
    try folder.write("train-v1.json", SquadSourceTests.text)
    try folder.write("dev-v1.json", SquadSourceTests.text)
    let files = try Self.files(folder.path + "/train-v1.json", validation: [folder.path + "/dev-v1.json"])
    let tasks = try Self.tasks(files).tasks
    #expect(tasks.count == 3 && tasks.allSatisfy { $0.name.hasPrefix("train-v1.") })
    #expect(tasks.allSatisfy { $0.validationStart.map { start in 2 * start } == $0.instances.count })
  }

  @Test func wholeTasksOfAHeldOutCluster_areAskedWhole() throws {
    let folder = try TemporaryFolder()
    try folder.write("train.jsonl", Self.lines(["a", "b"]))
    try folder.write("more.jsonl", Self.lines(["c"]))
    try folder.write("dev.jsonl", Self.lines(["x"]))
    var description = SourceDescription()
    description.cluster = "held"
    let files = try Self.files(
      folder.path + "/train.jsonl", description: description, validation: [folder.path + "/dev.jsonl"])
    let other = try TaskCollection.load(path: folder.path + "/more.jsonl").tasks
    let split = try TaskCollection(Self.tasks(files).tasks + other).split(HoldOut(clusters: ["held"]))
    #expect(split.heldOutTasks.map(\.heldOut.count) == [3])
  }

  @Test func whatHasNothingToTrainOn_isRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write("data/one.jsonl", Self.lines(["a"]))
    try folder.write("data/two.jsonl", Self.lines(["b"]))
    try folder.write("dev.jsonl", Self.lines(["x"]))
    let (data, dev) = (folder.path + "/data", folder.path + "/dev.jsonl")
    let unnamed = message { _ = try Self.tasks(Self.files(data, validation: [dev])) }
    #expect(unnamed.contains("dev.jsonl") && unnamed.contains("the task 'dev'"), "\(unnamed)")
    #expect(unnamed.contains("one, two") && unnamed.contains("fields.task"))
    #expect(message { _ = try Self.files(data, validation: [data]) }.contains("nothing is left"))
    #expect(message { _ = try Self.files(dev, validation: [dev]) }.contains("nothing is left"))
    #expect(
      message { _ = try Self.files(data, validation: [folder.path + "/dve.jsonl"]) }.contains(
        "dev.jsonl"))
  }

  @Test func stores_keepWhatIsHeldOut() throws {
    let folder = try TemporaryFolder()
    try folder.write("train.jsonl", Self.lines(["a", "b", "c"]))
    try folder.write("dev.jsonl", Self.lines(["x", "y"]))
    let cache = InstanceCache(folder: folder.path + "/cache", minimumBytes: 0)
    func names(_ validation: [String]) throws -> String {
      let files = try Self.files(folder.path + "/train.jsonl", validation: validation)
      let (tasks, use) = try cache.tasks(of: files)
      let split = try TaskCollection(tasks).split(HoldOut()).trained[0]
      #expect(split.heldOut.count == 2 * validation.count && split.train == [0, 1, 2])
      return try #require(use).path
    }
    let (with, without) = (try names([folder.path + "/dev.jsonl"]), try names([]))
    #expect(with != without)
    #expect(try names([folder.path + "/dev.jsonl"]) == with)
  }
}
