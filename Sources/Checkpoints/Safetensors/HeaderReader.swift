import JSON
import Storage

/// Reads and checks the entries of a safetensors header.
struct HeaderReader {
  let path: String
  /// Where in the file the data section begins.
  let dataStart: Int
  /// The data section's size in bytes.
  let dataSize: Int

  static func metadata(_ field: JSONField) throws(JSONError) -> [String: String] {
    let object = try field.object()
    var metadata: [String: String] = [:]
    for key in object.keys { metadata[key] = try object.required(key).string() }
    return metadata
  }

  /// One tensor's entry, with its offsets checked against the data section but not against its neighbours'.
  /// - Throws: `JSONError`, `WeightsError`.
  func tensor(_ name: String, _ field: JSONField) throws -> StoredTensor {
    func failure(_ reason: WeightsError.Reason) -> WeightsError {
      WeightsError(path, tensor: name, reason)
    }
    let entry = try field.object()
    let typeName = try entry.required("dtype").string()
    let shape = try integers(entry.required("shape"))
    let offsets = try integers(entry.required("data_offsets"))
    guard let type = ElementType(rawValue: typeName) else { throw failure(.unknownElementType(typeName)) }
    guard let byteCount = TensorShape.byteCount(shape, elementSize: type.byteCount) else {
      throw failure(.impossibleShape(shape))
    }
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
      throw failure(.impossibleOffsets(offsets))
    }
    if offsets[1] > dataSize { throw failure(.dataBeyondEnd(end: offsets[1], available: dataSize)) }
    let found = offsets[1] - offsets[0]
    if found != byteCount { throw failure(.wrongByteCount(expected: byteCount, found: found)) }
    let range = (dataStart + offsets[0])..<(dataStart + offsets[1])
    return StoredTensor(name: name, elementType: type, shape: shape, byteRange: range)
  }

  /// Sorts the tensors by their place and checks that they fill the data section one after the other.
  func checkLayout(_ tensors: [StoredTensor]) throws(WeightsError) -> [StoredTensor] {
    let sorted = tensors.sorted {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound, $0.name)
        < ($1.byteRange.lowerBound, $1.byteRange.upperBound, $1.name)
    }
    var end = dataStart
    var previous: String?
    for tensor in sorted {
      let start = tensor.byteRange.lowerBound
      if start < end {
        throw WeightsError(path, tensor: tensor.name, .overlap(with: previous ?? ""))
      }
      if start > end { throw WeightsError(path, tensor: tensor.name, .gap(bytes: start - end)) }
      end = tensor.byteRange.upperBound
      previous = tensor.name
    }
    let unused = dataStart + dataSize - end
    if unused > 0 { throw WeightsError(path, .unusedBytes(unused)) }
    return sorted
  }

  private func integers(_ field: JSONField) throws(JSONError) -> [Int] {
    var values: [Int] = []
    for element in try field.array() { values.append(try element.integer()) }
    return values
  }
}
