/// Parts of a sum over many items.
///
/// Each part is summed by one thread, and the parts' sums are added in their order. How many parts there are follows from the sizes
/// alone, so that the total has the same bits on any number of threads.
struct SummedParts {
  /// The number of parts.
  let count: Int
  private let items: Int

  /// The most parts: enough for the threads of a large machine, and few enough that adding their sums takes no time.
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
