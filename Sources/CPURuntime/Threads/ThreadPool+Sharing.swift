import Synchronization

extension ThreadPool {
  /// In which order threads take items.
  enum SharingOrder {
    /// All take the next one that is left: threads work side by side, on what may be in a cache that they
    /// share.
    case together
    /// Each has a part of the items to begin with, and when it is done takes from what is left of others':
    /// each reads memory as one long stream, which items taken in turn would tear up (a tenth of the time
    /// where weights come from memory).
    case apart
  }

  /// Calls `body` once for each of 0..<count with the number of the thread that it is called on.
  ///
  /// For work whose results do not depend on who does it: a thread that is held up, or has a slower core,
  /// does less of it.
  /// - Parameters:
  ///   - count: the number of items.
  ///   - grain: the least number of items worth a thread of their own.
  ///   - body: gets the thread's number and an item.
  @inline(__always)
  func share(
    _ count: Int, grain: Int = 1, _ order: SharingOrder = .together,
    _ body: (_ thread: Int, _ item: Int) -> Void
  ) {
    if let simulation {
      let parts = parts(of: count, grain: grain)
      return simulation.share(count, parts: parts, queues: order == .together ? 1 : parts, body)
    }
    shareInTurn(count, grain: grain, order) { thread, next in
      while let item = next() { body(thread, item) }
    }
  }

  /// The same for threads that prepare something of their own before they take what is next: `nil` is given
  /// when nothing is left.
  @inline(__always)
  func shareInTurn(
    _ count: Int, grain: Int = 1, _ order: SharingOrder, _ body: (_ thread: Int, _ next: () -> Int?) -> Void
  ) {
    let parts = parts(of: count, grain: grain)
    SharedItems.with(count, queues: order == .together ? 1 : parts) { items in
      each(parts) { thread in
        var emptied = 0
        body(thread) { items.next(for: thread, &emptied) }
      }
    }
  }
}

/// The items that threads have still to take, each by raising an atomic counter (dynamic scheduling).
private struct SharedItems {
  private let count, queues: Int
  /// How many of each queue have been taken or were asked for in vain, a cache line apart and more.
  private let taken: UnsafeMutablePointer<Atomic<Int>>
  private static let distance = 16

  @inline(__always)
  static func with(_ count: Int, queues: Int, _ body: (SharedItems) -> Void) {
    withUnsafeTemporaryAllocation(of: Atomic<Int>.self, capacity: queues * distance) { memory in
      guard let taken = memory.baseAddress else { return }
      for queue in 0..<queues { (taken + queue * distance).initialize(to: Atomic(0)) }
      body(SharedItems(count: count, queues: queues, taken: taken))
      for queue in 0..<queues { (taken + queue * distance).deinitialize(count: 1) }
    }
  }

  /// The next item of the thread's own queue, then of others'.
  /// - Parameter emptied: how many queues have nothing left for the thread.
  @inline(__always)
  func next(for thread: Int, _ emptied: inout Int) -> Int? {
    while emptied < queues {
      let queue = (thread + emptied) % queues
      let range = ThreadPool.range(queue, of: queues, count: count)
      let item = range.lowerBound + taken[queue * Self.distance].add(1, ordering: .relaxed).oldValue
      if item < range.upperBound { return item }
      emptied += 1
    }
    return nil
  }
}

/// Parts of a sum over many items: a reduction whose bits do not depend on the number of threads.
///
/// Each part is summed by one thread, and the parts' sums are added in their order. How many parts there are
/// follows from the sizes alone, so that the total has the same bits on any number of threads.
struct SummedParts {
  /// The number of parts.
  let count: Int
  private let items: Int

  /// The most parts: enough for the threads of a large machine, and few enough that adding their sums takes
  /// no time.
  private static let limit = 64

  /// - Parameters:
  ///   - items: what is summed over.
  ///   - width: elements of an item.
  init(items: Int, width: Int) {
    self.items = items
    count = max(1, min(Self.limit, items, items * width / elementwiseGrain))
  }

  /// The items of a part.
  func range(_ part: Int) -> Range<Int> { ThreadPool.range(part, of: count, count: items) }
}

extension ThreadPool {
  /// Calls `body` once for each part, whose items it gets; threads take parts as they come.
  @inline(__always)
  func sum(_ parts: SummedParts, _ body: (_ part: Int, _ items: Range<Int>) -> Void) {
    share(parts.count, .apart) { _, part in body(part, parts.range(part)) }
  }
}
