/// Reads the pickle of a file of tensors.
///
/// A pickle is a program for a stack machine, and Python's may call any function. This machine has the few
/// instructions that PyTorch writes for tensors, knows the few names of `PickleName`, and calls nothing:
/// every other instruction and name is refused by name, before anything follows from it. Memory is bounded by
/// `mostInstructions`. The instructions are those of `pickletools` in Python's library, protocols 2 to 5.
struct PickleMachine {
  /// The most instructions that are carried out: some ten times those of the largest T5.
  static let mostInstructions = 1 << 18
  /// The longest text, in bytes: names of weights have some hundred.
  static let longestText = 1 << 16
  /// The most dimensions of a tensor; PyTorch's own limit.
  static let mostDimensions = 64

  /// The tuples, lists, dictionaries and tensors that have been made.
  private(set) var tuples: [[PickleValue]] = [[]]
  private(set) var lists: [[PickleValue]] = []
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  private(set) var tensors: [PickledTensor] = []
  let path: String
  let bytes: LittleEndianBytes
  /// Where the next instruction or its argument stands.
  var position: Int
  private var stack: [PickleValue] = []
  /// The stack's heights at its marks.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]

  /// A machine for the pickle that starts at `start` of `bytes`, which must outlive it.
  init(_ bytes: UnsafeRawBufferPointer, from start: Int = 0, path: String) {
    self.bytes = LittleEndianBytes(bytes)
    position = start
    self.path = path
  }

  /// Carries out the pickle.
  /// - Returns: its value; what follows the pickle begins at `position`.
  /// - Throws: `TorchFileError`.
  mutating func run() throws(TorchFileError) -> PickleValue {
    for _ in 0..<Self.mostInstructions {
      let start = position
      let code = try number(UInt8.self)
      guard let instruction = PickleInstruction(rawValue: code) else {
        throw TorchFileError(path, .forbiddenInstruction(PickleInstruction.name(of: code), at: start))
      }
      if instruction == .stop { return try pop() }
      try carryOut(instruction)
    }
    throw malformed("it has more instructions than any model's needs")
  }

  private mutating func carryOut(_ instruction: PickleInstruction) throws(TorchFileError) {
    switch instruction {
    case .stop: break
    case .proto: if try number(UInt8.self) > 5 { throw malformed("its protocol is unknown") }
    case .frame: _ = try number(UInt64.self)
    case .pushNone: stack.append(.null)
    case .newTrue: stack.append(.boolean(true))
    case .newFalse: stack.append(.boolean(false))
    case .binInt: stack.append(.integer(Int(Int32(bitPattern: try number(UInt32.self)))))
    case .binInt1: stack.append(.integer(Int(try number(UInt8.self))))
    case .binInt2: stack.append(.integer(Int(try number(UInt16.self))))
    case .long1: stack.append(.integer(try long()))
    case .binFloat:
      _ = try number(UInt64.self)
      stack.append(.float)
    case .shortBinUnicode: stack.append(.text(try text(count: Int(try number(UInt8.self)))))
    case .binUnicode: stack.append(.text(try text(count: Int(try number(UInt32.self)))))
    case .binUnicode8:
      guard let count = Int(exactly: try number(UInt64.self)) else { throw malformed("it is cut") }
      stack.append(.text(try text(count: count)))
    case .mark: marks.append(stack.count)
    case .emptyTuple: stack.append(.tuple(0))
    case .tuple1: try makeTuple(of: 1)
    case .tuple2: try makeTuple(of: 2)
    case .tuple3: try makeTuple(of: 3)
    case .tuple: stack.append(remember(try popToMark()))
    case .emptyList:
      lists.append([])
      stack.append(.list(lists.count - 1))
    case .append: try append([try pop()])
    case .appends: try append(try popToMark())
    case .emptyDict: stack.append(newDictionary())
    case .setItem: try setItems(try popPair())
    case .setItems: try setItems(try popToMark())
    case .binPut: memo[Int(try number(UInt8.self))] = try top()
    case .longBinPut: memo[Int(try number(UInt32.self))] = try top()
    case .memoize: memo[memo.count] = try top()
    case .binGet: stack.append(try recall(Int(try number(UInt8.self))))
    case .longBinGet: stack.append(try recall(Int(try number(UInt32.self))))
    case .global: try pushName(module: try line(), name: try line())
    case .stackGlobal:
      let pair = try popPair()
      guard case .text(let module) = pair[0], case .text(let name) = pair[1] else {
        throw malformed("a name is no text")
      }
      try pushName(module: module, name: name)
    case .binPersID: stack.append(.storage(try storage(try pop())))
    case .reduce:
      let pair = try popPair()
      stack.append(try build(pair[0], pair[1]))
    case .build:
      // The attributes of a dictionary of weights are the versions of its modules.
      let pair = try popPair()
      guard case .dictionary = pair[0], case .dictionary = pair[1] else {
        throw malformed("\(pair[0].kind) is given attributes")
      }
      stack.append(pair[0])
    }
  }
}

// MARK: Stack

extension PickleMachine {
  func malformed(_ reason: String) -> TorchFileError {
    TorchFileError(path, .malformedPickle(reason, at: position))
  }

  private func top() throws(TorchFileError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw malformed("its stack is empty") }
    return value
  }

  private mutating func pop() throws(TorchFileError) -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func popPair() throws(TorchFileError) -> [PickleValue] {
    let second = try pop()
    return [try pop(), second]
  }

  private mutating func popToMark() throws(TorchFileError) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw malformed("its stack has no mark") }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }

  private mutating func makeTuple(of count: Int) throws(TorchFileError) {
    var values: [PickleValue] = []
    for _ in 0..<count { values.append(try pop()) }
    stack.append(remember(values.reversed()))
  }

  private mutating func remember(_ tuple: [PickleValue]) -> PickleValue {
    tuples.append(tuple)
    return .tuple(tuples.count - 1)
  }

  mutating func newDictionary() -> PickleValue {
    dictionaries.append([])
    return .dictionary(dictionaries.count - 1)
  }

  mutating func add(_ tensor: PickledTensor) -> PickleValue {
    tensors.append(tensor)
    return .tensor(tensors.count - 1)
  }

  private mutating func append(_ items: [PickleValue]) throws(TorchFileError) {
    guard case .list(let place) = try top() else { throw malformed("items are appended to what is no list") }
    lists[place] += items
  }

  private mutating func setItems(_ items: [PickleValue]) throws(TorchFileError) {
    guard case .dictionary(let place) = try top(), items.count % 2 == 0 else {
      throw malformed("items are set in what is no dictionary")
    }
    for index in stride(from: 0, to: items.count, by: 2) {
      dictionaries[place].append((items[index], items[index + 1]))
    }
  }

  private func recall(_ number: Int) throws(TorchFileError) -> PickleValue {
    guard let value = memo[number] else { throw malformed("it refers to a value that it has not made") }
    return value
  }

  private mutating func pushName(module: String, name: String) throws(TorchFileError) {
    guard let known = PickleName(module: module, name: name) else {
      throw TorchFileError(path, .forbiddenName("\(module).\(name)"))
    }
    stack.append(.name(known))
  }
}
