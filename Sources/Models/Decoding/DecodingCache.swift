import Autograd

/// The key-value cache: the keys and values that decoder blocks have made of the tokens so far, `slots` rows
/// of `capacity` tokens.
struct DecodingCache {
  /// Rows.
  let slots: Int
  /// Tokens of a row.
  let capacity: Int
  /// Every block's keys and values `[slots, capacity, width]`, by name.
  let storage: [String: any TensorStorage]

  /// Tokens that a new cache has room for; it doubles when they are used up, so that a high limit on the
  /// length of outputs costs nothing.
  static let firstCapacity = 32

  init(_ model: any LanguageModel, runtime: any Runtime, slots: Int, capacity: Int?) {
    let capacity = capacity ?? Self.firstCapacity
    self.slots = slots
    self.capacity = capacity
    let caches = model.caches(slots: slots, capacity: capacity)
    storage = Dictionary(
      zip(caches.map(\.name), runtime.makeStorages(caches.map(\.type))),
      uniquingKeysWith: { first, _ in first })
  }

  /// A cache with twice the room that begins with what this one holds.
  /// - Throws: what the runtime throws where a device does not give it.
  func doubled(_ model: any LanguageModel, runtime: any Runtime) throws -> DecodingCache {
    let doubled = DecodingCache(model, runtime: runtime, slots: slots, capacity: capacity * 2)
    for (name, old) in storage {
      guard let new = doubled.storage[name] else { continue }
      try old.fetch()
      let row = old.type.byteCount / slots
      old.withBytes { source in
        new.withMutableBytes { target in
          for slot in 0..<slots {
            UnsafeMutableRawBufferPointer(rebasing: target[(slot * 2 * row)..<((slot * 2 + 1) * row)])
              .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[(slot * row)..<((slot + 1) * row)]))
          }
        }
      }
    }
    return doubled
  }
}
