/// Pieces of pickles, to put good and hostile ones together.
enum PickleBytes {
  static let start: [UInt8] = [0x80, 2]
  static let stop: [UInt8] = [0x2E]
  static let mark: [UInt8] = [0x28]
  static let tuple: [UInt8] = [0x74]
  static let reduce: [UInt8] = [0x52]
  static let emptyTuple: [UInt8] = [0x29]
  static let emptyDictionary: [UInt8] = [0x7D]
  static let setItem: [UInt8] = [0x73]
  static let persistentID: [UInt8] = [0x51]

  static func name(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }

  static func text(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return [0x58] + (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
  }

  static func integer(_ value: Int) -> [UInt8] {
    [0x8A, 8] + (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func tuple(_ parts: [UInt8]...) -> [UInt8] { mark + parts.flatMap { $0 } + tuple }

  static func integers(_ values: [Int]) -> [UInt8] { mark + values.flatMap(integer) + tuple }

  /// A dictionary with one tensor under the name `a`, of a storage of floats with the key 0.
  static func tensor(
    count: Int, offset: Int = 0, shape: [Int], strides: [Int], type: String = "FloatStorage",
    key: String = "0"
  ) -> [UInt8] {
    let id =
      tuple(text("storage"), name("torch", type), text(key), text("cpu"), integer(count)) + persistentID
    let hooks = name("collections", "OrderedDict") + emptyTuple + reduce
    let arguments = tuple(id, integer(offset), integers(shape), integers(strides), [0x89], hooks)
    return start + emptyDictionary + text("a") + name("torch._utils", "_rebuild_tensor_v2") + arguments
      + reduce
      + setItem + stop
  }
}
