import Autograd
import AutogradTestSupport
import CPURuntime
import Testing

@testable import XLARuntime

/// Masks are the processor's, bit for bit: losses of the two runtimes would else part in their first digits.
@Suite(.needsPlugIn) struct DropoutMaskTests {
  /// Several masks of one draw, of sizes that are and are not multiples of a counter's four words.
  @Test(arguments: [(UInt64(0), 0), (0x1234_5678_9ABC_DEF0, 3), (.max, 1 << 30)])
  func masksAreThoseOfTheProcessor(_ seed: UInt64, _ step: Int) throws {
    let program = ProgramBuilder.record { builder in
      let key = builder.input("key", RandomKey.type)
      for (index, shape) in [[1], [5, 3], [2, 7, 33], [1024]].map(Shape.init).enumerated() {
        for rate in [Float(0.1), 0.5] {
          builder.output("\(index) \(rate)", builder.constant(1, shape).droppedOut(rate: rate, key: key))
        }
      }
      let groups = builder.iota([2, 3], axis: 1)
      let x = builder.constant(1, [2, 3, 17])
      builder.output("groups", x.droppedOut(rate: 0.3, key: key, groups: groups, count: 3))
    }
    let inputs = ["key": RandomKey.elements(seed: seed, step: step).map(Double.init)]
    let results = try [CPURuntime(threads: 1), TestDevice.runtime()].map { (runtime: any Runtime) in
      let bound = try BoundProgram(program, on: runtime)
      bound.set(inputs)
      return try bound.run().map(\.values)
    }
    #expect(results[0] == results[1])
    #expect(Set(results[0].joined()).count > 2)
  }

  /// Rows apart, as this runtime has them, and joined, as the processor's has them.
  @Test(arguments: JoinedMasks.all)
  func joinedRowsHaveTheMasksOfRowsApart(_ masks: JoinedMasks) throws {
    let expected = try masks.drawn(by: CPURuntime(threads: 2), isJoined: true)
    for isJoined in [false, true] {
      #expect(try masks.drawn(by: TestDevice.runtime(), isJoined: isJoined) == expected)
    }
  }
}
