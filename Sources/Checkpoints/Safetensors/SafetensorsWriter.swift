import Diagnostics
import Foundation
import Storage

/// Writes safetensors files: the same tensors always give the same bytes, whatever order they come in.
///
/// Tensors stand in the order of their names' bytes; one is fetched, converted and written after the other.
/// With one element type that is also the reference implementation's layout.
package struct SafetensorsWriter {
  /// The formats in which weights are written.
  package enum Precision: String, Sendable, CaseIterable {
    /// As they are.
    case float32
    /// Rounded to the nearest bfloat16, ties to even.
    case bfloat16

    var elementType: ElementType { self == .float32 ? .float32 : .bfloat16 }

    /// Bytes of a weight.
    package var byteCount: Int { elementType.byteCount }
  }

  /// How weights are stored.
  package var precision: Precision
  /// Where the files go.
  package var fileSystem: FileSystem

  /// A writer for weights in the given precision.
  package init(precision: Precision = .float32, fileSystem: FileSystem = .standard) {
    self.precision = precision
    self.fileSystem = fileSystem
  }

  /// Writes a new file with the given tensors.
  /// - Throws: `FileError`, `WeightsError`, and what a tensor's closure throws.
  package func write(_ tensors: [NamedTensor], to path: String) throws {
    let sorted = tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let header = try header(sorted, path: path)
    let file = try OutputFile(creating: path, fileSystem: fileSystem)
    try header.withUnsafeBytes { try file.write($0) }
    for tensor in sorted { try write(tensor, to: file) }
    try file.close()
  }

  /// The tensor's bytes in a file.
  /// - Throws: `WeightsError` for an impossible shape.
  func byteCount(_ tensor: NamedTensor, path: String) throws(WeightsError) -> Int {
    if let count = TensorShape.byteCount(tensor.shape, elementSize: precision.elementType.byteCount) {
      return count
    }
    throw WeightsError(path, tensor: tensor.name, .impossibleShape(tensor.shape))
  }

  /// The header with its length, padded with spaces so that the data begins at a multiple of eight.
  private func header(_ tensors: [NamedTensor], path: String) throws -> [UInt8] {
    var text = #"{"__metadata__":{"format":"pt"}"#
    var end = 0
    var previous: String?
    for tensor in tensors {
      if tensor.name == previous || tensor.name == "__metadata__" {
        throw WeightsError(path, tensor: tensor.name, .duplicateName)
      }
      let start = end
      let (sum, overflow) = start.addingReportingOverflow(try byteCount(tensor, path: path))
      if overflow { throw WeightsError(path, tensor: tensor.name, .impossibleShape(tensor.shape)) }
      end = sum
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      text += ",\(try Self.quoted(tensor.name)):{\"dtype\":\"\(precision.elementType.rawValue)\","
      text += "\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}"
      previous = tensor.name
    }
    text += "}"
    var bytes = Array(text.utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - bytes.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Array($0) } + bytes
  }

  private static func quoted(_ name: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(name), as: UTF8.self)
  }
}

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
