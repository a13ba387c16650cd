/// Instances kept somewhere else than in memory, read one at a time.
package protocol InstanceStore: Sendable {
  /// How many there are.
  var count: Int { get }
  /// What is known of them without reading any.
  var profile: InstanceProfile { get }
  /// Why what was read is not what was stored; `nil` as long as everything was. Whoever uses an instance asks
  /// for this afterwards and refuses what it made of it.
  var failure: TaskDataError? { get }
  /// The instance at `index`, which is in `0..<count`: the same every time, and from any thread; something
  /// without meaning where there is a failure.
  func instance(at index: Int) -> Instance
  /// How many of the instances before `index` have a rationale.
  func rationaleCount(before index: Int) -> Int
  /// The index of the instance that has a rationale and `rank` such instances before it.
  func indexOfRationale(rank: Int) -> Int
  /// The instances with the smallest input hashes, sorted; `nil` where these are not known for that name and
  /// salt.
  func smallestHashes(task: String, salt: UInt64) -> [InputHash]?
  /// A hash of the content of all instances, as `InstanceDigest` makes it of the same ones in memory.
  var digest: String { get }
}

/// What is known of a task's instances as a whole.
package struct InstanceProfile: Sendable, Equatable {
  /// How many have a rationale.
  package var rationales = 0
  /// How many come tokenized.
  package var tokenized = 0
  /// The least token id of those that come tokenized.
  package var leastToken = Int32.max
  /// The greatest token id of those that come tokenized.
  package var greatestToken = Int32.min

  /// Of no instances.
  package init() {}

  /// Counts an instance.
  package mutating func add(_ instance: Instance) {
    if instance.rationale != nil { rationales += 1 }
    guard let tokens = instance.tokens else { return }
    tokenized += 1
    for id in tokens.inputs { (leastToken, greatestToken) = (min(leastToken, id), max(greatestToken, id)) }
    for id in tokens.targets { (leastToken, greatestToken) = (min(leastToken, id), max(greatestToken, id)) }
  }
}

/// The instances of a task: an array in memory, or a store that is read on demand.
package struct InstanceList: Sendable {
  private enum Storage: Sendable {
    case array([Instance])
    case stored(any InstanceStore)
  }

  private var storage: Storage

  /// Instances in memory.
  package init(_ instances: [Instance]) { storage = .array(instances) }

  /// Instances of a store, which is asked for them one at a time.
  package init(_ store: any InstanceStore) { storage = .stored(store) }

  /// The store; `nil` for instances in memory.
  var store: (any InstanceStore)? {
    if case .stored(let store) = storage { store } else { nil }
  }

  /// Why what was read is not what was stored.
  package var failure: TaskDataError? { store?.failure }

  /// What is known of the instances as a whole: those in memory are gone through, those of a store are not.
  package var profile: InstanceProfile {
    switch storage {
    case .array(let instances): instances.reduce(into: InstanceProfile()) { $0.add($1) }
    case .stored(let store): store.profile
    }
  }

  /// Adds an instance at the end; those of a store are read into memory first.
  package mutating func append(_ instance: Instance) { withArray { $0.append(instance) } }

  private mutating func withArray(_ change: (inout [Instance]) -> Void) {
    var instances: [Instance]
    switch storage {
    case .array(let array): instances = array
    case .stored: instances = Array(self)
    }
    // The array has one owner again before it is changed, or each change would copy it.
    storage = .array([])
    change(&instances)
    storage = .array(instances)
  }
}

extension InstanceList: RandomAccessCollection, MutableCollection {
  /// The first index.
  package var startIndex: Int { 0 }

  /// The index after the last.
  package var endIndex: Int {
    switch storage {
    case .array(let instances): instances.count
    case .stored(let store): store.count
    }
  }

  /// The instance at `index`. Changing one of a store reads them all into memory first.
  package subscript(index: Int) -> Instance {
    get {
      switch storage {
      case .array(let instances): instances[index]
      case .stored(let store): store.instance(at: index)
      }
    }
    set { withArray { $0[index] = newValue } }
  }
}

extension InstanceList: ExpressibleByArrayLiteral {
  /// Instances in memory.
  package init(arrayLiteral elements: Instance...) { self.init(elements) }
}

extension InstanceList: Equatable {
  /// Whether both hold equal instances in the same order, wherever they are kept.
  package static func == (left: InstanceList, right: InstanceList) -> Bool { left.elementsEqual(right) }
}
