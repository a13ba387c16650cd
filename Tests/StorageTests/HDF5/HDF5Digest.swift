@testable import Storage

/// All that a file holds, to be compared.
struct HDF5Digest: Equatable {
  private var attributes: [String: [UInt8]] = [:]
  private var groups: Set<String> = []
  private var datasets: [String: HDF5Dataset] = [:]
  private var numbers: [String: [UInt8]] = [:]

  /// Reads everything in the file at `path`.
  /// - Parameter mostBytes: the most that a dataset may claim.
  init(_ path: String, mostBytes: Int = .max) throws {
    let file = try HDF5File(reading: path)
    for (name, object) in file.objects {
      for (attribute, value) in object.attributes {
        attributes["\(name)@\(attribute)"] = Array(value.bytes) + Array(value.type.name.utf8)
      }
      if object.dataset == nil {
        groups.insert(name)
        continue
      }
      let dataset = try file.dataset(name)
      let count = dataset.elementCount * dataset.kind.byteCount
      if count > mostBytes { throw HDF5Error(path, object: name, .cannotRead("\(count) bytes are too many")) }
      datasets[name] = dataset
      numbers[name] =
        switch dataset.kind {
        case .float32: try Self.bytes(file.array(name, of: Float.self))
        case .float64: try Self.bytes(file.array(name, of: Double.self))
        case .int32: try Self.bytes(file.array(name, of: Int32.self))
        case .int64: try Self.bytes(file.array(name, of: Int64.self))
        case .uint64: try Self.bytes(file.array(name, of: UInt64.self))
        case .uint8: try file.array(name, of: UInt8.self)
        }
    }
  }

  private static func bytes(_ values: [some BitwiseCopyable]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }
}
