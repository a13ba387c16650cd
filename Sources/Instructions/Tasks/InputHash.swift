/// The hash of an instance's input, which decides on which side of a split it is.
package struct InputHash: Sendable, Hashable, Comparable {
  /// The hash.
  package let value: UInt64
  /// The instance.
  package let index: Int

  /// A hash of the instance at `index`.
  package init(value: UInt64, index: Int) {
    self.value = value
    self.index = index
  }

  /// By hash, then by index.
  package static func < (left: InputHash, right: InputHash) -> Bool {
    left.value == right.value ? left.index < right.index : left.value < right.value
  }
}

/// Hashes the inputs of one task's instances.
struct InputHasher: Sendable {
  private let base: StableHash

  init(task: String, salt: UInt64) {
    var base = StableHash()
    base.combine(task)
    base.combine(salt)
    self.base = base
  }

  /// Equal for instances that ask the same.
  func hash(_ instance: Instance) -> UInt64 {
    var hash = base
    if let tokens = instance.tokens {
      for id in tokens.inputs { hash.combine(UInt64(truncatingIfNeeded: id)) }
    } else {
      hash.combine(instance.input)
    }
    return hash.value
  }
}

/// The smallest of many hashes, in a memory that does not grow with their number.
struct SmallestHashes: Sendable {
  private let limit: Int
  private var hashes: [InputHash] = []
  private var bound: InputHash?

  /// Keeps up to `limit`, which is at least 1.
  init(limit: Int) { self.limit = limit }

  mutating func insert(_ hash: InputHash) {
    if let bound, bound < hash { return }
    hashes.append(hash)
    if hashes.count >= 2 * limit { settle() }
  }

  /// The smallest, sorted.
  var sorted: [InputHash] {
    var copy = self
    copy.settle()
    return copy.hashes
  }

  private mutating func settle() {
    hashes.sort()
    if hashes.count < limit { return }
    hashes.removeLast(hashes.count - limit)
    bound = hashes.last
  }
}
