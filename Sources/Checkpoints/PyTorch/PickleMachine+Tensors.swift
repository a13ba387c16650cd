/// What the names of `PickleName` stand for.
extension PickleMachine {
  /// The value that a name makes of its arguments.
  /// - Throws: `TorchFileError`.
  mutating func build(_ function: PickleValue, _ arguments: PickleValue) throws(TorchFileError) -> PickleValue
  {
    guard case .name(let name) = function else { throw malformed("\(function.kind) is called") }
    let values = try items(arguments)
    switch name {
    case .orderedDictionary:
      if !values.isEmpty { throw malformed("an OrderedDict is made of \(values[0].kind)") }
      return newDictionary()
    case .rebuildTensor: return add(try tensor(values))
    case .rebuildParameter:
      guard let first = values.first, case .tensor = first else {
        throw malformed("a parameter is made of what is no tensor")
      }
      return first
    case .storageType: throw malformed("'\(name.text)' is called")
    }
  }

  /// The storage of a persistent id: `("storage", type, key, device, number of elements)`.
  /// - Throws: `TorchFileError`.
  func storage(_ id: PickleValue) throws(TorchFileError) -> PickledStorage {
    let values = try items(id)
    // Files of PyTorch before 1.6 have a sixth: what the storage is a part of, which is None in every
    // model's.
    guard values.count == 5 || values.count == 6 && values[5] == .null, values[0] == .text("storage"),
      case .name(.storageType(let type)) = values[1], case .text(let key) = values[2], case .text = values[3],
      case .integer(let count) = values[4], count >= 0
    else { throw malformed("a persistent id is not that of a storage") }
    return PickledStorage(elementType: type, key: key, count: count)
  }

  private func tensor(_ values: [PickleValue]) throws(TorchFileError) -> PickledTensor {
    guard values.count >= 4, case .storage(let storage) = values[0], case .integer(let offset) = values[1]
    else {
      throw malformed("a tensor is not made of a storage")
    }
    let (shape, strides) = (try integers(values[2]), try integers(values[3]))
    guard offset >= 0, shape.count == strides.count, (shape + strides).allSatisfy({ $0 >= 0 }) else {
      throw malformed("a tensor has an impossible shape")
    }
    return PickledTensor(storage: storage, offset: offset, shape: shape, strides: strides)
  }

  private func items(_ value: PickleValue) throws(TorchFileError) -> [PickleValue] {
    guard case .tuple(let place) = value else { throw malformed("\(value.kind) is where a tuple should be") }
    return tuples[place]
  }

  private func integers(_ value: PickleValue) throws(TorchFileError) -> [Int] {
    let values = try items(value)
    if values.count > Self.mostDimensions { throw malformed("a tensor has \(values.count) dimensions") }
    var integers: [Int] = []
    for value in values {
      guard case .integer(let integer) = value else { throw malformed("a shape holds \(value.kind)") }
      integers.append(integer)
    }
    return integers
  }
}

/// The arguments of instructions, which stand behind them.
extension PickleMachine {
  /// The next number, little-endian.
  mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type
  ) throws(TorchFileError) -> Number {
    guard let value = bytes.integer(type, at: position) else { throw malformed("it is cut") }
    position += MemoryLayout<Number>.size
    return value
  }

  /// The next `count` bytes as UTF-8.
  mutating func text(count: Int) throws(TorchFileError) -> String {
    guard count <= Self.longestText, let text = bytes.text(at: position, count: count) else {
      throw malformed("a text is cut, too long or no UTF-8")
    }
    position += count
    return text
  }

  /// The text up to the next line feed: part of a name.
  mutating func line() throws(TorchFileError) -> String {
    for count in 0...255 {
      guard let byte = bytes.integer(UInt8.self, at: position + count) else { break }
      if byte == 0x0A {
        defer { position += 1 }
        return try text(count: count)
      }
    }
    throw malformed("a name is cut or too long")
  }

  /// A number of any size in two's complement, as far as a machine integer holds it.
  mutating func long() throws(TorchFileError) -> Int {
    let count = Int(try number(UInt8.self))
    var value: UInt64 = 0
    var last: UInt8 = 0
    for index in 0..<count {
      last = try number(UInt8.self)
      if index < 8 { value |= UInt64(last) << UInt64(8 * index) }
    }
    if count > 8 { throw malformed("a number is too large") }
    if last >= 0x80, count < 8 { value |= ~0 << UInt64(8 * count) }
    return Int(Int64(bitPattern: value))
  }
}
