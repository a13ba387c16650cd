import Foundation
@testable import Inspection
@testable import Instructions
import RunTestSupport
@testable import Setup
import TestSupport
import Testing

@Suite struct InspectedSamplesTests {
  /// The position that the bisection finds is the one that a walk along the stream finds.
  @Test func positionsOfATaskAreFound() throws {
    let folder = try TemporaryFolder()
    for (name, count) in [("a", 3), ("b", 40)] {
      let entries = (0..<count).map { "{\"input\": \"\(name) \($0)\", \"output\": \"\($0 % 3)\"}" }
      try folder.write(
        "{\"Definition\": \"Count.\", \"Instances\": [\(entries.joined(separator: ","))]}",
        to: "tasks/\(name).json")
    }
    let loaded = try RecipeExample.load(
      RecipeExample.text().replacing("\"tasks\"}", with: "\"\(folder.path)/tasks\"}"),
      [
        "data.heldOutInstances=1",
        "data.formats={\"zero-shot\": 1, \"few-shot\": 1}",
      ])
    let path = try folder.write(String(decoding: loaded.text, as: UTF8.self), to: "recipe.json")
    let inspection = try DataInspection(
      InspectionSource(path, overrides: loaded.overrides))
    let stream = inspection.data.batches.stream
    var seen = [0, 0]
    for position in 0..<200 {
      let entry = try stream.example(at: position).provenance.task == "a" ? 0 : 1
      #expect(try stream.position(ofOccurrence: seen[entry], ofEntry: entry) == position)
      seen[entry] += 1
    }
    let samples = try inspection.samples(task: "a")
    #expect(samples.samples.map(\.format) == ["zero-shot", "few-shot"])
    #expect(samples.missingFormats == ["zero-shot-cot", "few-shot-cot"])
    #expect(samples.samples.allSatisfy { $0.task == "a" })
    #expect(throws: InspectionError.badStep(0)) { try inspection.step(0) }
    #expect(throws: InspectionError.badStepCount(0)) { try inspection.statistics(steps: 0) }
  }
}

@Suite struct LengthSummaryTests {
  @Test func quantilesAreLengthsThatOccur() {
    let hundred = LengthSummary(Array((1...100).reversed()))
    #expect(hundred.median == 50 && hundred.p95 == 95 && hundred.maximum == 100 && hundred.mean == 50.5)
    let one = LengthSummary([7])
    #expect(one.median == 7 && one.p95 == 7 && one.maximum == 7 && one.mean == 7)
    #expect(LengthSummary([]) == LengthSummary([0]))
  }
}
