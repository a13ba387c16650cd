/// Lists of handles, one for each device, in memory that C reads and writes; it lives as long as this object.
final class HandleLists {
  private let memory: UnsafeMutableBufferPointer<OpaquePointer?>
  private let starts: UnsafeMutableBufferPointer<UnsafeMutablePointer<OpaquePointer?>?>
  private let length: Int

  /// The lists of these handles, all of one length.
  init(_ lists: [[OpaquePointer?]]) {
    length = lists.first?.count ?? 0
    // One more, so that also lists of nothing have an address.
    memory = .allocate(capacity: lists.count * length + 1)
    memory.initialize(repeating: nil)
    _ = memory.update(fromContentsOf: lists.joined())
    starts = .allocate(capacity: lists.count)
    for index in lists.indices {
      starts.initializeElement(at: index, to: memory.baseAddress! + index * length)
    }
  }

  deinit {
    memory.deallocate()
    starts.deallocate()
  }

  /// The lists, for C to read.
  var constant: UnsafePointer<UnsafePointer<OpaquePointer?>?> {
    UnsafeRawPointer(starts.baseAddress!).assumingMemoryBound(to: UnsafePointer<OpaquePointer?>?.self)
  }

  /// The lists, for C to write handles to.
  var mutable: UnsafePointer<UnsafeMutablePointer<OpaquePointer?>?> { UnsafePointer(starts.baseAddress!) }

  /// The first list.
  var first: UnsafeMutablePointer<OpaquePointer?> { memory.baseAddress! }

  /// What is in the lists now.
  var handles: [[OpaquePointer?]] {
    starts.map { Array(UnsafeBufferPointer(start: $0, count: length)) }
  }
}
