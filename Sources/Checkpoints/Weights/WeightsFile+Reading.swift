import Storage

extension WeightsFile {
  /// Reads a tensor's values, in row-major order; F16 and BF16 become `Float` exactly.
  /// - Parameters:
  ///   - range: which of the tensor's elements; without it all of them.
  ///   - destination: memory for exactly these elements.
  ///   - requiringFinite: whether a value that is NaN or infinite is an error; it costs no second pass.
  /// - Throws: `WeightsError`, with the first value that is not finite; `FileError`.
  package func readFloats(
    _ name: String, range: Range<Int>? = nil, into destination: UnsafeMutableBufferPointer<Float>,
    requiringFinite: Bool = false
  ) throws {
    let tensor = try floatTensor(name)
    let range = range ?? 0..<tensor.elementCount
    try requireCount(destination.count, of: range, tensor)
    nonisolated(unsafe) let memory = destination
    try forEachChunk(of: tensor, range) { bytes, first in
      let start = first - range.lowerBound
      let part = UnsafeMutableBufferPointer(
        rebasing: memory[start..<(start + bytes.count / tensor.elementType.byteCount)])
      FloatConversion.read(bytes, as: tensor.elementType, into: part)
      if requiringFinite, let hit = FloatConversion.firstNonFinite(UnsafeBufferPointer(part)) {
        let position = TensorShape.position(of: first + hit, in: tensor.shape)
        throw WeightsError(
          self.path, tensor: name, .notFinite(position: position, value: part[hit]))
      }
    }
  }

  /// A small tensor's values as an array.
  /// - Throws: `WeightsError`, `FileError`.
  package func floats(_ name: String) throws -> [Float] {
    let count = try floatTensor(name).elementCount
    return try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      try readFloats(name, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    }
  }

  /// A small tensor's values, I32 or I64.
  /// - Throws: `WeightsError`, `FileError`.
  package func integers(_ name: String) throws -> [Int] {
    let tensor = try tensor(name)
    let size = tensor.elementType.byteCount
    guard tensor.elementType == .int32 || tensor.elementType == .int64 else {
      throw WeightsError(
        path, tensor: name, .wrongElementType(expected: "I32 or I64", found: tensor.elementType))
    }
    return try withBytes(of: name) { bytes in
      stride(from: 0, to: bytes.count, by: size).map { start in
        size == 4
          ? Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int32.self)))
          : Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int64.self)))
      }
    }
  }

  /// A small tensor's bytes in row-major order, at any alignment; valid only during the call.
  /// - Throws: `WeightsError`, `FileError`, and what `body` throws.
  package func withBytes<Result>(
    of name: String, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let tensor = try tensor(name)
    return try withElements(0..<tensor.elementCount, of: tensor, body)
  }

  /// The first element of a tensor that is NaN or infinite, or `nil`.
  /// - Throws: `WeightsError`, `FileError`.
  package func firstNonFinite(_ name: String) throws -> (position: [Int], value: Float)? {
    do {
      try withFinitePieces(of: name) { _ in }
      return nil
    } catch let error as WeightsError {
      guard case .notFinite(let position, let value) = error.reason else { throw error }
      return (position, value)
    }
  }

  /// Checks that every floating-point weight of the file is finite.
  /// - Throws: `WeightsError` with tensor and position of the first that is not.
  package func requireFinite() throws {
    for tensor in tensors where tensor.elementType.isReadableAsFloat {
      try withFinitePieces(of: tensor.name) { _ in }
    }
  }

  /// Calls `body` with a tensor's values, one piece after the other, in a memory that does not grow with it.
  /// - Throws: `WeightsError`, also for a value that is not finite; `FileError`, and what `body` throws.
  package func withFinitePieces(
    of name: String, _ body: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    let count = try floatTensor(name).elementCount
    let capacity = min(count, Self.elementsPerPiece)
    if count == 0 { try body(UnsafeBufferPointer(start: nil, count: 0)) }
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: capacity)
    defer { memory.deallocate() }
    for start in stride(from: 0, to: count, by: max(1, capacity)) {
      let end = min(start + capacity, count)
      let piece = UnsafeMutableBufferPointer(rebasing: memory[..<(end - start)])
      try readFloats(name, range: start..<end, into: piece, requiringFinite: true)
      try body(UnsafeBufferPointer(piece))
    }
  }

  private func floatTensor(_ name: String) throws(WeightsError) -> StoredTensor {
    let tensor = try tensor(name)
    if tensor.elementType.isReadableAsFloat { return tensor }
    throw WeightsError(
      path, tensor: name, .wrongElementType(expected: "F32, F16 or BF16", found: tensor.elementType))
  }

  private func requireCount(
    _ count: Int, of range: Range<Int>, _ tensor: StoredTensor
  ) throws(WeightsError) {
    let expected = range.clamped(to: 0..<tensor.elementCount).count
    if count == expected, expected == range.count { return }
    throw WeightsError(
      path, tensor: tensor.name, .wrongElementCount(expected: expected, found: count))
  }
}
