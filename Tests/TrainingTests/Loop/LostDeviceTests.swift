import Foundation
import RunTestSupport
import Runs
import Testing

@testable import Recipes

/// A device that is lost at any read of a tensor: the run ends with the device's error, and what it has written is what a
/// run without the loss writes.
@Suite struct LostDeviceTests {
  @Test func nothingOfALostTensor_isWritten() throws {
    func make() throws -> InterruptedRun { try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss)) }
    let straight = try make()
    let whole = LosingRuntime()
    try straight.train(runtime: whole)
    let expected = try straight.result()
    // Outputs of steps, weights of checkpoints, losses and answers of evaluations.
    #expect(whole.fetches > 200)
    // A number that has no part in common with those of a step's outputs meets each of them.
    for last in stride(from: 0, to: whole.fetches, by: 13) {
      let run = try make()
      #expect(throws: LosingRuntime.Lost.self, "read \(last)") {
        try run.train(runtime: LosingRuntime(after: last))
      }
      #expect(!run.run.isDone, "read \(last)")
      try run.train()
      let result = try run.result()
      #expect(result.keys.sorted() == expected.keys.sorted(), "read \(last)")
      for (name, data) in expected { #expect(result[name] == data, "read \(last): \(name)") }
    }
  }
}
