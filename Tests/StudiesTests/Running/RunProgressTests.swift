import TestSupport
import Testing

@testable import Studies

@Suite struct RunProgressTests {
  @Test func lastStep_isFound_behindWhatIsHalfWritten() throws {
    let example = try ExampleStudy()
    let run = try example.plan().runs[0]
    #expect(RunProgress(of: run) == nil)
    let rows = (1...400).map {
      "{\"event\": \"step\", \"step\": \($0), \"loss\": \(2.0 - Double($0) / 400)}\n"
    }
    let evaluation = "{\"event\": \"evaluation\", \"step\": 400}\n{\"event\": \"st"
    try example.folder.write(rows.joined() + evaluation, to: "runs/base/seed-1/metrics.jsonl")
    let progress = try #require(RunProgress(of: run))
    #expect(progress.step == 400 && progress.steps == 40 && progress.loss == 1)
    #expect(progress.words == "step 400/40, loss 1.000")
  }
}
