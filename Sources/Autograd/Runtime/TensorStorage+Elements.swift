extension TensorStorage {
  /// The elements of a float32 tensor.
  public var floats: [Float] {
    precondition(type.element == .float32, "the storage holds \(type)")
    return withBytes { Array($0.bindMemory(to: Float.self)) }
  }

  /// The elements of an int32 tensor.
  public var integers: [Int32] {
    precondition(type.element == .int32, "the storage holds \(type)")
    return withBytes { Array($0.bindMemory(to: Int32.self)) }
  }

  /// Writes all elements of a float32 tensor.
  public func set(_ elements: some Collection<Float>) {
    precondition(type.element == .float32 && elements.count == type.shape.count, "the storage holds \(type)")
    withMutableBytes { _ = $0.bindMemory(to: Float.self).update(fromContentsOf: elements) }
  }

  /// Writes all elements of an int32 tensor.
  public func set(_ elements: some Collection<Int32>) {
    precondition(type.element == .int32 && elements.count == type.shape.count, "the storage holds \(type)")
    withMutableBytes { _ = $0.bindMemory(to: Int32.self).update(fromContentsOf: elements) }
  }
}
