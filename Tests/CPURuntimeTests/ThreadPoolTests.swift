import Synchronization
import Testing

@testable import CPURuntime

@Suite struct ThreadPoolTests {
  static let orders: [ThreadPool.SharingOrder] = [.together, .apart]

  @Test(arguments: [1, 2, 3, 5], [0, 1, 2, 7, 1000])
  func share_givesEveryItemToOneThread(threads: Int, count: Int) {
    for order in Self.orders {
      for grain in [1, 3] {
        let times = (0..<count).map { _ in Counter() }
        let strangers = Counter()
        ThreadPool(threads: threads).share(count, grain: grain, order) { thread, item in
          if !(0..<threads).contains(thread) { strangers.value.add(1, ordering: .relaxed) }
          times[item].value.add(1, ordering: .relaxed)
        }
        #expect(times.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
        #expect(strangers.value.load(ordering: .relaxed) == 0)
      }
    }
  }

  /// A thread that is held up leaves the rest to the others, of its own part too.
  @Test(arguments: orders)
  func share_goesOnWithoutAThreadThatWaits(order: ThreadPool.SharingOrder) {
    let done = Counter()
    ThreadPool(threads: 2).share(100, order) { _, item in
      // Whoever has the first item waits until all others are done.
      while item == 0, done.value.load(ordering: .acquiring) < 99 {}
      done.value.add(1, ordering: .releasing)
    }
    #expect(done.value.load(ordering: .relaxed) == 100)
  }

  /// Apart, a thread's first item is that of its own part: here all threads are held until each has one.
  @Test(arguments: [2, 3, 4])
  func share_apartBeginsWithEachThreadsOwnPart(threads: Int) {
    let begun = Counter()
    let firsts = (0..<threads).map { _ in Counter() }
    ThreadPool(threads: threads).shareInTurn(10 * threads, .apart) { thread, next in
      firsts[thread].value.store(next() ?? -1, ordering: .relaxed)
      begun.value.add(1, ordering: .releasing)
      while begun.value.load(ordering: .acquiring) < threads {}
      while next() != nil {}
    }
    #expect(firsts.map { $0.value.load(ordering: .relaxed) } == (0..<threads).map { 10 * $0 })
  }

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }
}
