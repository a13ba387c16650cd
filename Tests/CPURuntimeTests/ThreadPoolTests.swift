import Synchronization
import Testing

@testable import CPURuntime

@Suite struct ThreadPoolTests {
  @Test(arguments: [1, 2, 3, 5], [0, 1, 2, 7, 1000])
  func share_givesEveryItemToOneThread(threads: Int, count: Int) {
    let times = (0..<count).map { _ in Counter() }
    let strangers = Counter()
    ThreadPool(threads: threads).share(count) { thread, item in
      if !(0..<threads).contains(thread) { strangers.value.add(1, ordering: .relaxed) }
      times[item].value.add(1, ordering: .relaxed)
    }
    #expect(times.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
    #expect(strangers.value.load(ordering: .relaxed) == 0)
  }

  /// A thread that is held up leaves the rest to the others.
  @Test func share_goesOnWithoutAThreadThatWaits() {
    let done = Counter()
    ThreadPool(threads: 2).share(100) { _, item in
      // Whoever has the first item waits until all others are done.
      while item == 0, done.value.load(ordering: .acquiring) < 99 {}
      done.value.add(1, ordering: .releasing)
    }
    #expect(done.value.load(ordering: .relaxed) == 100)
  }

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }
}
