/// Memory that grows and is reused; the inner loops write to it without allocation.
final class GrowingBuffer<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var capacity: Int
  /// How many elements at the start are in use.
  var count = 0

  init(capacity: Int = 1024) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// The elements in use; valid until the buffer grows.
  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  /// Makes room for `more` elements after those in use.
  @inline(__always)
  func reserve(_ more: Int) {
    if count + more > capacity { grow(to: count + more) }
  }

  /// Adds an element; room must have been reserved.
  @inline(__always)
  func append(_ element: Element) {
    base[count] = element
    count += 1
  }

  /// Adds elements from elsewhere.
  @inline(__always)
  func append(contentsOf source: UnsafePointer<Element>, count more: Int) {
    reserve(more)
    (base + count).update(from: source, count: more)
    count += more
  }

  private func grow(to needed: Int) {
    let newCapacity = max(needed, capacity + capacity / 2)
    let newBase = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    newBase.update(from: base, count: count)
    base.deallocate()
    base = newBase
    capacity = newCapacity
  }
}
