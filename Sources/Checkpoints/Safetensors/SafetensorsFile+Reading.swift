extension SafetensorsFile {
  /// How many elements are converted before their pages are given back.
  private static let elementsPerChunk = 1 << 23

  /// Reads a tensor's values, in row-major order; F16 and BF16 become `Float` exactly.
  /// - Parameter destination: memory for exactly the tensor's elements.
  /// - Throws: `SafetensorsError`, `FileError`.
  public func readFloats(_ name: String, into destination: UnsafeMutableBufferPointer<Float>) throws {
    let tensor = try floatTensor(name)
    try requireCount(destination.count, tensor)
    try forEachChunk(of: tensor) { bytes, offset in
      let part = destination[offset..<(offset + bytes.count / tensor.elementType.byteCount)]
      FloatConversion.read(bytes, as: tensor.elementType, into: UnsafeMutableBufferPointer(rebasing: part))
    }
  }

  /// A small tensor's values as an array.
  /// - Throws: `SafetensorsError`, `FileError`.
  public func floats(_ name: String) throws -> [Float] {
    let count = try floatTensor(name).elementCount
    return try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      try readFloats(name, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    }
  }

  /// A tensor's values, I32 or I64.
  /// - Throws: `SafetensorsError`, `FileError`.
  public func integers(_ name: String) throws -> [Int] {
    let tensor = try tensor(name)
    let size = tensor.elementType.byteCount
    guard tensor.elementType == .int32 || tensor.elementType == .int64 else {
      throw SafetensorsError(
        path, tensor: name, .wrongElementType(expected: "I32 or I64", found: tensor.elementType))
    }
    var values: [Int] = []
    values.reserveCapacity(tensor.elementCount)
    try forEachChunk(of: tensor) { bytes, _ in
      for start in stride(from: 0, to: bytes.count, by: size) {
        values.append(
          size == 4
            ? Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int32.self)))
            : Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int64.self))))
      }
    }
    return values
  }

  /// A tensor's bytes as they stand in the file, at any alignment; valid only during the call.
  /// - Throws: `SafetensorsError`, `FileError`, and what `body` throws.
  public func withBytes<Result>(
    of name: String, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let tensor = try tensor(name)
    try mapping.checkSize()
    return try withExtendedLifetime(mapping) {
      try body(UnsafeRawBufferPointer(rebasing: mapping.bytes[tensor.byteRange]))
    }
  }

  /// The first element of a tensor that is NaN or infinite, or `nil`.
  /// - Throws: `SafetensorsError`, `FileError`.
  public func firstNonFinite(_ name: String) throws -> (position: [Int], value: Float)? {
    let tensor = try floatTensor(name)
    var found: (position: [Int], value: Float)?
    try forEachChunk(of: tensor) { bytes, offset in
      guard found == nil, let hit = Self.firstNonFinite(bytes, tensor.elementType) else { return }
      found = (TensorShape.position(of: offset + hit.index, in: tensor.shape), hit.value)
    }
    return found
  }

  /// Checks that every floating-point weight of the file is finite.
  /// - Throws: `SafetensorsError` with tensor and position of the first that is not.
  public func requireFinite() throws {
    for tensor in tensors where tensor.elementType.isReadableAsFloat {
      if let (position, value) = try firstNonFinite(tensor.name) {
        throw SafetensorsError(path, tensor: tensor.name, .notFinite(position: position, value: value))
      }
    }
  }

  private static func firstNonFinite(
    _ bytes: UnsafeRawBufferPointer, _ type: ElementType
  ) -> (index: Int, value: Float)? {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 4096) { buffer in
      let size = type.byteCount
      for start in stride(from: 0, to: bytes.count / size, by: buffer.count) {
        let count = min(buffer.count, bytes.count / size - start)
        let source = UnsafeRawBufferPointer(rebasing: bytes[(start * size)..<((start + count) * size)])
        let part = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
        FloatConversion.read(source, as: type, into: part)
        if let hit = part.firstIndex(where: { !$0.isFinite }) { return (start + hit, part[hit]) }
      }
      return nil
    }
  }

  private func floatTensor(_ name: String) throws(SafetensorsError) -> SafetensorsTensor {
    let tensor = try tensor(name)
    if tensor.elementType.isReadableAsFloat { return tensor }
    throw SafetensorsError(
      path, tensor: name, .wrongElementType(expected: "F32, F16 or BF16", found: tensor.elementType))
  }

  private func requireCount(_ count: Int, _ tensor: SafetensorsTensor) throws(SafetensorsError) {
    if count == tensor.elementCount { return }
    throw SafetensorsError(
      path, tensor: tensor.name, .wrongElementCount(expected: tensor.elementCount, found: count))
  }

  /// Calls `body` with the tensor's bytes, piece by piece, and the first element's number in each piece.
  private func forEachChunk(
    of tensor: SafetensorsTensor, _ body: (UnsafeRawBufferPointer, Int) throws -> Void
  ) throws {
    let size = tensor.elementType.byteCount
    for start in stride(from: 0, to: tensor.elementCount, by: Self.elementsPerChunk) {
      try mapping.checkSize()
      let count = min(Self.elementsPerChunk, tensor.elementCount - start)
      let first = tensor.byteRange.lowerBound + start * size
      let range = first..<(first + count * size)
      try withExtendedLifetime(mapping) {
        try body(UnsafeRawBufferPointer(rebasing: mapping.bytes[range]), start)
      }
      mapping.release(range)
    }
  }
}
