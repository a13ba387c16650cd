/// The instances of one task of a store.
struct StoredInstances: InstanceStore {
  let handle: StoreHandle
  let task: Int

  private var entry: StoreEntry { handle.file.entries[task] }

  var count: Int { entry.count }

  var profile: InstanceProfile { entry.profile }

  var failure: TaskDataError? {
    guard let failure = handle.file.failure else { return nil }
    return handle.replacement(of: task) == nil ? failure : nil
  }

  var digest: String { entry.digest }

  func instance(at index: Int) -> Instance {
    read {
      $0.instance(index, of: task)
    } again: {
      $0[index]
    }
  }

  func rationaleCount(before index: Int) -> Int {
    read {
      $0.rationaleCount(before: index, of: task)
    } again: { list in
      list.store?.rationaleCount(before: index) ?? list.prefix(index).count { $0.rationale != nil }
    }
  }

  func indexOfRationale(rank: Int) -> Int {
    read {
      $0.indexOfRationale(rank: rank, of: task)
    } again: { list in
      if let store = list.store { return store.indexOfRationale(rank: rank) }
      let indices = list.indices.lazy.filter { list[$0].rationale != nil }
      return indices.dropFirst(rank).first ?? 0
    }
  }

  func smallestHashes(task name: String, salt: UInt64) -> [InputHash]? {
    salt == 0 && entry.hashedName == name ? handle.file.smallestHashes(of: task) : nil
  }

  /// Asks the store, or what has taken its place.
  private func read<Result>(_ body: (StoreFile) -> Result, again: (InstanceList) -> Result) -> Result {
    if handle.file.failure == nil {
      let result = body(handle.file)
      if handle.file.failure == nil { return result }
    }
    return handle.replacement(of: task).map(again) ?? body(handle.file)
  }
}
