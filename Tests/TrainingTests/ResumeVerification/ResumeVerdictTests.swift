import Foundation
import RunTestSupport
import Testing

@testable import Training

@Suite struct ResumeVerdictTests {
  private typealias Run = ResumeVerdict.Run

  private static func hashes(_ weights: [String], _ optimizer: [String]) -> TensorHashes {
    TensorHashes(
      weights: .init(names: weights.indices.map { "w\($0)" }, hashes: weights),
      optimizer: .init(names: optimizer.indices.map { "o\($0)" }, hashes: optimizer))
  }

  private static func run(
    _ edit: (inout [Int: StepFingerprint], inout [Int: TensorHashes]) -> Void = { _, _ in }
  )
    throws -> Run
  {
    var steps: [Int: StepFingerprint] = [:]
    var tensors: [Int: TensorHashes] = [:]
    for step in 1...3 {
      var metrics = ExampleEvents.step
      metrics.step = step
      tensors[step] = hashes(["a\(step)", "b\(step)"], ["c\(step)"])
      steps[step] = try StepFingerprint(metrics, tensors: hashes(["a\(step)"], ["c"]), ledger: .init())
    }
    edit(&steps, &tensors)
    return (steps, tensors)
  }

  @Test func sameRuns_doNotDiffer() throws {
    #expect(ResumeVerdict.firstDifference(try Self.run(), try Self.run()) == nil)
    var metrics = ExampleEvents.step
    metrics.seconds = 77
    let tensors = Self.hashes(["a"], ["b"])
    #expect(
      try StepFingerprint(metrics, tensors: tensors, ledger: .init())
        == StepFingerprint(ExampleEvents.step, tensors: tensors, ledger: .init()))
  }

  @Test func theFirstDifference_isNamed() throws {
    typealias Difference = ResumeVerdict.Difference
    let cases: [(Difference, (inout [Int: StepFingerprint], inout [Int: TensorHashes]) -> Void)] = [
      (
        Difference(step: 2, part: .weights, name: "w1"),
        { steps, tensors in
          for step in 2...3 {
            steps[step]?.weights = "x"
            steps[step]?.optimizer = "x"
            tensors[step]?.weights.hashes[1] = "x"
          }
        }
      ),
      (
        Difference(step: 3, part: .optimizer, name: "o0"),
        { steps, tensors in
          steps[3]?.optimizer = "x"
          tensors[3]?.optimizer.hashes[0] = "x"
        }
      ),
      (Difference(step: 1, part: .dataPosition, name: nil), { steps, _ in steps[1]?.dataPosition = "x" }),
      (Difference(step: 2, part: .metrics, name: nil), { steps, _ in steps[2]?.metrics = "x" }),
      (Difference(step: 2, part: .evaluation, name: nil), { steps, _ in steps[2]?.evaluation = "x" }),
      (Difference(step: 3, part: .missing, name: nil), { steps, _ in steps[3] = nil }),
    ]
    for (expected, edit) in cases {
      #expect(ResumeVerdict.firstDifference(try Self.run(), try Self.run(edit)) == expected)
      #expect(ResumeVerdict.firstDifference(try Self.run(edit), try Self.run())?.step == expected.step)
    }
  }
}
