/// Indices of instances, computed rather than listed where there may be very many.
package struct InstanceIndices: Sendable {
  /// Ascending indices, any of which is found without listing those before it.
  enum Ascending: Sendable {
    /// All below a count.
    case range(Int)
    /// Those of a store's instances that have a rationale.
    case rationales(any InstanceStore)

    var count: Int {
      switch self {
      case .range(let count): count
      case .rationales(let store): store.profile.rationales
      }
    }

    subscript(rank: Int) -> Int {
      switch self {
      case .range: rank
      case .rationales(let store): store.indexOfRationale(rank: rank)
      }
    }
  }

  private enum Storage: Sendable {
    case listed([Int])
    /// All but those whose ranks are listed, ascending.
    case computed(Ascending, without: [Int])
    case ordered(HashOrder)
  }

  private let storage: Storage

  /// The indices of a list, in its order.
  package init(_ indices: [Int]) { storage = .listed(indices) }

  /// Ascending indices but for those of the given ranks, which ascend.
  init(_ indices: Ascending, withoutRanks ranks: [Int]) { storage = .computed(indices, without: ranks) }

  /// How many there are in all, and which are left out, where that says it all.
  var complement: (count: Int, ranks: [Int])? {
    if case .computed(.range(let count), let ranks) = storage { (count, ranks) } else { nil }
  }

  /// The same in the same order but for `indices`, which ascend.
  package func without(_ indices: [Int]) -> InstanceIndices {
    if indices.isEmpty { return self }
    let left = Set(indices)
    guard let (count, ranks) = complement else { return InstanceIndices(filter { !left.contains($0) }) }
    return InstanceIndices(.range(count), withoutRanks: left.union(ranks).sorted())
  }

  /// All of an order.
  init(_ order: HashOrder) { storage = .ordered(order) }
}

extension InstanceIndices: RandomAccessCollection {
  /// The first place.
  package var startIndex: Int { 0 }

  /// The place after the last.
  package var endIndex: Int {
    switch storage {
    case .listed(let indices): indices.count
    case .computed(let indices, let ranks): indices.count - ranks.count
    case .ordered(let order): order.count
    }
  }

  /// The index at a place.
  package subscript(place: Int) -> Int {
    switch storage {
    case .listed(let indices): indices[place]
    case .computed(let indices, let ranks): indices[Self.rank(of: place, without: ranks)]
    case .ordered(let order): order[place].index
    }
  }

  /// The `place`-th number, from 0, that is not in `left`, which ascends.
  private static func rank(of place: Int, without left: [Int]) -> Int {
    // left[j] - j numbers before left[j] are not left out: ascending, so the place can be searched for.
    var (low, high) = (0, left.count)
    while low < high {
      let middle = (low + high) / 2
      if left[middle] - middle <= place { low = middle + 1 } else { high = middle }
    }
    return place + low
  }
}

extension InstanceIndices: Equatable, ExpressibleByArrayLiteral {
  /// Whether both hold the same indices in the same order.
  package static func == (left: InstanceIndices, right: InstanceIndices) -> Bool { left.elementsEqual(right) }

  /// The indices of a list.
  package init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension InstanceIndices {
  /// Those whose instance in `instances` has a rationale, in the same order.
  func withRationale(in instances: InstanceList) -> InstanceIndices {
    guard let store = instances.store else {
      return InstanceIndices(filter { instances[$0].rationale != nil })
    }
    if store.profile.rationales == 0 { return [] }
    if store.profile.rationales == store.count { return self }
    guard case .computed(.range(store.count), let ranks) = storage else {
      return InstanceIndices(filter { instances[$0].rationale != nil })
    }
    let left = ranks.filter { instances[$0].rationale != nil }.map(store.rationaleCount(before:))
    return InstanceIndices(.rationales(store), withoutRanks: left)
  }
}
