import Testing

@testable import MachineLimits

@Suite struct RegisterArithmeticTests {
  @Test(arguments: RegisterArithmetic.Width.allCases, [1, 3])
  func everyChainOfEveryThreadIsTakenOn(width: RegisterArithmetic.Width, threads: Int) {
    let links = 5
    let outcome = RegisterArithmetic.run(width, links: links, threads: threads)
    #expect(outcome.floatingPointOperations == Double(2 * 12 * width.rawValue * links * threads))
    // z = x z + y by hand, in double precision.
    let ends = (1...12).map { number in
      (0..<links).reduce(Double(number) / 16) { z, _ in 0.999 * z + 0.001 }
    }
    let expected = ends.reduce(0, +) * Double(width.rawValue * threads)
    #expect(abs(Double(outcome.check) - expected) < 1e-4 * expected)
  }

  @Test func nothingIsOneLinkOnOneThread() {
    #expect(RegisterArithmetic.run(.eight, links: 0, threads: 0).floatingPointOperations == 192)
  }
}
