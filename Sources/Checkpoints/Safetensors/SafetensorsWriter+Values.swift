import Diagnostics
import Storage

extension SafetensorsWriter {
  /// Appends a tensor's values to its file, in as many pieces as they come in.
  func write(_ tensor: NamedTensor, to file: OutputFile) throws {
    let expected = try byteCount(tensor, path: file.path) / precision.elementType.byteCount
    func failure(_ count: Int) -> WeightsError {
      WeightsError(file.path, tensor: tensor.name, .wrongValueCount(expected: expected, found: count))
    }
    var (count, calls) = (0, 0)
    try tensor.withValues { values in
      calls += 1
      count += values.count
      if count > expected { throw failure(count) }
      try write(values, to: file)
    }
    // An empty tensor, too, has to have been asked for its values.
    if count != expected || calls == 0 { throw failure(count) }
  }

  private func write(_ values: UnsafeBufferPointer<Float>, to file: OutputFile) throws {
    #if _endian(little)
      if precision == .float32 { return try file.write(UnsafeRawBufferPointer(values)) }
    #endif
    let size = precision.elementType.byteCount
    let capacity = min(values.count, 1 << 18)
    let converted = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity * size, alignment: 64)
    defer { converted.deallocate() }
    for start in stride(from: 0, to: values.count, by: max(1, capacity)) {
      let chunk = UnsafeBufferPointer(rebasing: values[start..<min(start + capacity, values.count)])
      switch precision {
      case .float32:
        for (index, value) in chunk.enumerated() {
          converted.storeBytes(
            of: value.bitPattern.littleEndian, toByteOffset: index * size, as: UInt32.self)
        }
      case .bfloat16: FloatConversion.writeBFloat16(chunk, into: converted.bindMemory(to: UInt16.self))
      }
      try file.write(UnsafeRawBufferPointer(rebasing: converted[..<(chunk.count * size)]))
    }
  }
}
