import Storage

/// The tensors of a file by `torch.save`, as views of the bytes that stand in it: nothing is copied, nothing
/// is run.
///
/// Since PyTorch 1.6 such a file is a zip file with a pickle, `NAME/data.pkl`, that describes the tensors,
/// and an uncompressed entry `NAME/data/KEY` for each run of elements. Before, it was a row of pickles with
/// the elements behind them. See `torch/serialization.py`.
struct TorchFile {
  /// Where the elements of a storage stand in the file, which has so many bytes for them.
  private typealias Place = (PickledStorage) throws(TorchFileError) -> Range<Int>?

  /// The pickle of the number that older files begin with.
  private static let legacyMagic: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]

  /// The tensors, by their place in the file.
  let tensors: [StoredTensor]

  /// Whether a file is to be read as PyTorch's: it begins like one, or its name says so.
  static func isMeant(by bytes: UnsafeRawBufferPointer, path: String) -> Bool {
    bytes.starts(with: "PK".utf8) || bytes.starts(with: legacyMagic) || path.hasSuffix(".bin")
  }

  /// Reads what the file says of its tensors, and checks it against the file's size.
  /// - Throws: `TorchFileError`.
  init(_ bytes: UnsafeRawBufferPointer, path: String) throws(TorchFileError) {
    if bytes.starts(with: Self.legacyMagic) {
      tensors = try Self.readPickles(bytes, path: path)
    } else if bytes.starts(with: "PK".utf8) {
      tensors = try Self.readZip(bytes, path: path)
    } else {
      throw TorchFileError(path, .otherFormat)
    }
  }

  private static func readZip(
    _ bytes: UnsafeRawBufferPointer, path: String
  ) throws(TorchFileError) -> [StoredTensor] {
    let directory = try ZipDirectory(bytes, path: path)
    let pickles = directory.names.filter { $0.hasSuffix("/data.pkl") && $0.split(separator: "/").count == 2 }
    guard let name = pickles.first, pickles.count == 1 else { throw TorchFileError(path, .noPickle) }
    let folder = name.dropLast("/data.pkl".count)
    if directory.names.contains("\(folder)/constants.pkl") { throw TorchFileError(path, .program) }
    guard let range = try directory.range(of: name) else { throw TorchFileError(path, .noPickle) }
    if let order = try directory.range(of: "\(folder)/byteorder"), !bytes[order].elementsEqual("little".utf8)
    {
      throw TorchFileError(path, .bigEndian)
    }
    var machine = PickleMachine(UnsafeRawBufferPointer(rebasing: bytes[range]), path: path)
    let result = try machine.run()
    return try tensors(of: result, machine, path: path) { storage throws(TorchFileError) in
      try directory.range(of: "\(folder)/data/\(storage.key)")
    }
  }

  /// A file of PyTorch before 1.6: four pickles (the magic number, the version, the machine, the tensors),
  /// the storages' keys, then for each of them its number of elements and the elements.
  private static func readPickles(
    _ bytes: UnsafeRawBufferPointer, path: String
  ) throws(TorchFileError) -> [StoredTensor] {
    var position = legacyMagic.count
    func next() throws(TorchFileError) -> (machine: PickleMachine, result: PickleValue) {
      var machine = PickleMachine(bytes, from: position, path: path)
      let result = try machine.run()
      position = machine.position
      return (machine, result)
    }
    _ = try next()
    let system = try next()
    if case .dictionary(let place) = system.result,
      system.machine.dictionaries[place].contains(where: { $0 == (.text("little_endian"), .boolean(false)) })
    {
      throw TorchFileError(path, .bigEndian)
    }
    let (machine, result) = try next()
    let keys = try next()
    guard case .list(let place) = keys.result else {
      throw machine.malformed("the storages' keys are missing")
    }
    let sizes = Dictionary(
      machine.tensors.map { ($0.storage.key, $0.storage.elementType.byteCount) }, uniquingKeysWith: max)
    let content = LittleEndianBytes(bytes)
    var places: [String: Range<Int>] = [:]
    for key in keys.machine.lists[place] {
      guard case .text(let key) = key, let size = sizes[key], let count = content.size(at: position),
        let length = TensorShape.byteCount([count], elementSize: size), length <= bytes.count - position - 8
      else { throw TorchFileError(path, .truncated) }
      places[key] = (position + 8)..<(position + 8 + length)
      position += 8 + length
    }
    return try tensors(of: result, machine, path: path) { places[$0.key] }
  }

  /// The tensors of a dictionary by name.
  private static func tensors(
    of result: PickleValue, _ machine: PickleMachine, path: String, place: Place
  ) throws(TorchFileError) -> [StoredTensor] {
    guard case .dictionary(let number) = result else {
      throw TorchFileError(path, .notADictionary(found: result.kind))
    }
    let items = machine.dictionaries[number]
    var names: Set<String> = []
    var tensors: [StoredTensor] = []
    for (key, value) in items {
      guard case .text(let name) = key else { throw TorchFileError(path, .nameIsNoText(found: key.kind)) }
      guard case .tensor(let number) = value else {
        throw TorchFileError(path, .notATensor(name: name, found: value.kind))
      }
      if !names.insert(name).inserted { throw TorchFileError(path, .duplicateName(name)) }
      tensors.append(try tensor(name, machine.tensors[number], path: path, place: place))
    }
    return tensors.sorted {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound, $0.name)
        < ($1.byteRange.lowerBound, $1.byteRange.upperBound, $1.name)
    }
  }

  /// A tensor as a view of the file's bytes, checked against those of its storage.
  private static func tensor(
    _ name: String, _ pickled: PickledTensor, path: String, place: Place
  ) throws(TorchFileError) -> StoredTensor {
    let storage = pickled.storage
    let size = storage.elementType.byteCount
    guard let range = try place(storage) else {
      throw TorchFileError(path, .noStorage(tensor: name, key: storage.key))
    }
    guard let bytes = TensorShape.byteCount([storage.count], elementSize: size), bytes <= range.count else {
      throw TorchFileError(path, .shortStorage(tensor: name, elements: storage.count, bytes: range.count))
    }
    guard let count = TensorShape.elementCount(pickled.shape), count <= storage.count,
      let elements = elements(of: pickled, count: count), elements.upperBound <= storage.count
    else { throw TorchFileError(path, .outsideStorage(tensor: name, shape: pickled.shape)) }
    let start = range.lowerBound
    return StoredTensor(
      name: name, elementType: storage.elementType, shape: pickled.shape,
      byteRange: (start + elements.lowerBound * size)..<(start + elements.upperBound * size),
      strides: isRowMajor(pickled) ? nil : pickled.strides)
  }

  /// From the first to the last element of the storage that a tensor has; `nil` where they are no machine
  /// integers.
  private static func elements(of tensor: PickledTensor, count: Int) -> Range<Int>? {
    if count == 0 { return 0..<0 }
    var last = tensor.offset
    for (dimension, stride) in zip(tensor.shape, tensor.strides) {
      let (distance, overflow) = (dimension - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflowOfSum) = last.addingReportingOverflow(distance)
      if overflow || overflowOfSum { return nil }
      last = sum
    }
    return last < .max ? tensor.offset..<(last + 1) : nil
  }

  /// Whether the elements stand one after the other in row-major order; the stride of a dimension of one says
  /// nothing.
  private static func isRowMajor(_ tensor: PickledTensor) -> Bool {
    if tensor.shape.contains(0) { return true }
    var expected = 1
    for (dimension, stride) in zip(tensor.shape, tensor.strides).reversed() where dimension != 1 {
      if stride != expected { return false }
      expected *= dimension
    }
    return true
  }
}
