import Testing

@testable import MachineLimits

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
