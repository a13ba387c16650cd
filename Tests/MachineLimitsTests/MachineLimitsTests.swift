@testable import MachineLimits
import Testing

@Suite struct MemoryTrafficTests {
  @Test(arguments: [1, 2, 3, 7])
  func allElementsAreReadAndWritten(threads: Int) {
    let traffic = MemoryTraffic(bytes: 4096 * 5, threads: threads)
    let size = Double(traffic.count * 4)
    let read = traffic.run(.read, threads: threads)
    #expect(read.bytes == size)
    // Elements are 0 to 7, again and again.
    #expect(read.sum == Double(traffic.count) * 3.5)
    #expect(traffic.run(.copy, threads: threads).bytes == 2 * size)
    let copied = (0..<traffic.count).map { Float($0 & 7) }
    #expect(traffic.written(by: .copy, first: traffic.count) == copied)
    #expect(traffic.run(.triad, threads: threads).bytes == 3 * size)
    #expect(traffic.written(by: .triad, first: traffic.count) == copied.map { $0 + 0.5 * $0 })
  }

  @Test func thereAreAlwaysElements() {
    let traffic = MemoryTraffic(bytes: 0, threads: 0)
    #expect(traffic.count == 64)
    #expect(traffic.run(.read, threads: 9).sum == 64 * 3.5)
  }
}

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

@Suite struct CoreDistanceTests {
  /// Both threads raise the number on every trip.
  @Test(arguments: [0, 1, 7, 200])
  func theNumberIsRaisedTwiceOnEveryTrip(trips: Int) {
    #expect(CoreDistance.run(trips: trips) == 2 * max(trips, 1))
  }
}
