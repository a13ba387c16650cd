import Foundation
import Testing
import TestSupport

@testable import Runs

@Suite struct MetricsFilesTests {
  private let header = "step,event,loss\n"

  private func folder(_ steps: ClosedRange<Int>, tail: String = "") throws -> (TemporaryFolder, RunFolder) {
    let folder = try TemporaryFolder()
    let lines = steps.map { "{\"event\":\"step\",\"step\":\($0)}\n" }.joined() + tail
    try folder.write(lines, to: "metrics.jsonl")
    try folder.write(header + steps.map { "\($0),step,1.5\n" }.joined() + tail, to: "metrics.csv")
    return (folder, RunFolder(path: folder.path))
  }

  @Test(arguments: 0...6)
  func rowsAfterTheStep_areCutOff(_ step: Int) throws {
    let (files, run) = try folder(1...5)
    try MetricsFiles.cutBack(run, to: step)
    let kept = min(step, 5)
    #expect(try files.read("metrics.jsonl").split(separator: "\n").count == kept)
    #expect(try files.read("metrics.csv").split(separator: "\n").count == kept + 1)
  }

  @Test(arguments: ["{\"event\":\"st", "{\"step\":3", "3,ste", "garbage\n"])
  func rowThatIsNotWhole_isCutOff(_ tail: String) throws {
    let (files, run) = try folder(1...3, tail: tail)
    try MetricsFiles.cutBack(run, to: 9)
    #expect(try files.read("metrics.jsonl").split(separator: "\n").count == 3)
    #expect(try files.read("metrics.csv").split(separator: "\n").count == 4)
  }

  @Test func withoutAStep_allRowsGo() throws {
    let (files, run) = try folder(1...3)
    try MetricsFiles.cutBack(run, to: nil)
    #expect(try files.read("metrics.jsonl").isEmpty)
    #expect(try files.read("metrics.csv") == header)
  }

  @Test func missingFiles_areFine() throws {
    let folder = try TemporaryFolder()
    try MetricsFiles.cutBack(RunFolder(path: folder.path), to: 3)
    #expect(!folder.exists("metrics.jsonl"))
  }
}
