import Foundation
import Testing

@testable import Instructions

/// The answers that a guess chooses among, as sources give them.
@Suite struct CandidatesTests {
  @Test func naturalInstructions_haveThem() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "a.json",
      """
      {"Definition": ["d"], "Instances": [
         {"input": "x", "output": ["red"], "candidates": [" red ", "blue", ""]},
         {"input": "y", "output": ["red"], "candidates": "a text"},
         {"input": "z", "output": ["red"]}]}
      """)
    let instances = try TaskCollection.load(path: path).tasks[0].instances
    #expect(instances.map(\.candidates) == [["red", "blue"], [], []])
    #expect(instances.map(\.fields) == [[:], ["candidates": "a text"], [:]])
  }

  @Test func linesOfFinishedExamples_haveThem() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "a.jsonl", #"{"inputs": "x", "targets": "red", "candidates": ["red", "blue"]}"# + "\n")
    #expect(try TaskCollection.load(path: path).tasks[0].instances[0].candidates == ["red", "blue"])
  }

  @Test func fieldsWithNamesOfTheirOwn_haveThem() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.csv", "q,a,b,c\nx,red,red,blue\n")
    let path = try folder.write(
      "a.csv.source.json", #"{"fields": {"input": "q", "output": "a", "candidates": ["b", "c"]}}"#)
    let task = try TaskCollection.load(path: String(path.dropLast(".source.json".count))).tasks[0]
    #expect(task.instances[0].candidates == ["red", "blue"] && task.instances[0].options.isEmpty)
  }

  @Test func whatIsNoText_isRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "a.jsonl", #"{"inputs": "x", "targets": "red", "candidates": ["red", {}]}"# + "\n")
    let text = message { _ = try TaskCollection.load(path: path) }
    #expect(text.contains("a.jsonl:1") && text.contains("candidates[1]"), "\(text)")
  }

  /// Which instances are held out, and every prompt and target, are the same with candidates and without.
  @Test func nothingElseDependsOnThem() throws {
    let plain = SmallWorld.task("a", instances: 40)
    var guessed = plain
    for index in guessed.instances.indices {
      guessed.instances[index].candidates = ["\(index)", "\(index + 1)"]
    }
    let holdOut = HoldOut(instances: .count(7))
    let splits = try [plain, guessed].map { try TaskCollection([$0]).split(holdOut).trained[0] }
    #expect(Array(splits[0].heldOut) == Array(splits[1].heldOut))
    let streams = try [plain, guessed].map { try SmallWorld.stream([$0], holdOut: holdOut) }
    for position in 0..<200 {
      #expect(try streams[0].example(at: position) == streams[1].example(at: position))
    }
  }
}
