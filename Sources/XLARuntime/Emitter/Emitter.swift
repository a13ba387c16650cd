import Autograd

/// Writes the body of a StableHLO function, one operation a line.
///
/// Constants are written as the bits of float32 numbers, so that the compiler has exactly the program's numbers. All
/// shapes are static, and nothing is data-dependent.
final class Emitter {
  /// What decides how operations are written.
  let options: LoweringOptions
  /// Whether operands of products get bfloat16's digits.
  var roundsFactors = false
  private(set) var lines: [String] = []
  private var values = 0
  private var depth = 1
  /// The truth value that an int32 result of a comparison was made of, by that result's name.
  private var truths: [String: HLOValue] = [:]
  /// What is drawn of each key that is an argument of the function.
  var draws: [String: KeyDraws] = [:]

  init(_ options: LoweringOptions = LoweringOptions()) { self.options = options }

  /// An argument of the function. Random numbers under a key that is one are drawn together, before all else.
  func argument(_ name: String, _ type: HLOType) -> HLOValue {
    let value = HLOValue(emitter: self, name: name, type: type)
    if type == HLOType(RandomKey.type) { draws[name] = KeyDraws(key: value) }
    return value
  }

  /// A name that is not used yet.
  func newName() -> String {
    values += 1
    return "%\(values)"
  }

  /// Adds an operation with one result.
  /// - Parameter text: the operation.
  func value(_ type: HLOType, _ text: String) -> HLOValue {
    let value = HLOValue(emitter: self, name: newName(), type: type)
    add("\(value.name) = \(text)")
    return value
  }

  /// Adds an operation with several results.
  func values(_ types: [HLOType], _ text: String) -> [HLOValue] {
    let name = newName()
    add("\(name):\(types.count) = \(text)")
    return types.enumerated().map { HLOValue(emitter: self, name: "\(name)#\($0)", type: $1) }
  }

  /// Adds a line at the present depth.
  func add(_ line: String) { lines.append(String(repeating: "  ", count: depth) + line) }

  /// The lines that `body` adds, as those of a region of the operation that is being written.
  func region(_ body: () -> Void) -> String {
    let outer = lines
    lines = []
    depth += 1
    defer {
      lines = outer
      depth -= 1
    }
    body()
    return lines.joined(separator: "\n") + "\n" + String(repeating: "  ", count: depth - 1)
  }

  /// The text of the function's body, drawing of random numbers first.
  func body() -> String {
    let ordered = draws.values.filter { !$0.drawn.isEmpty }.sorted { $0.key.name < $1.key.name }
    let body = lines
    lines = []
    for draws in ordered { drawTogether(draws) }
    defer { lines = body }
    return (lines + body).joined(separator: "\n")
  }

  /// Remembers what an int32 1 or 0 was made of.
  func note(_ truth: HLOValue, of number: HLOValue) { truths[number.name] = truth }

  /// The truth value of an int32 condition: what it was made of, or else whether it is not zero.
  func truth(of number: HLOValue) -> HLOValue {
    truths[number.name] ?? number.compared(.notEqual, to: constant(0, .int32, number.dimensions))
  }
}

extension Emitter {
  /// A tensor whose elements are all `number`, by its bits.
  func constant(_ number: Float, _ dimensions: [Int] = []) -> HLOValue {
    constant(HLOType(dimensions, .float32), Self.bits(number))
  }

  /// A tensor whose elements are all the whole number `number`.
  func constant(_ number: Int, _ element: HLOElement, _ dimensions: [Int] = []) -> HLOValue {
    constant(HLOType(dimensions, element), element == .predicate ? "\(number != 0)" : "\(number)")
  }

  /// A vector of whole numbers.
  func list(_ numbers: [Int], _ element: HLOElement = .int32) -> HLOValue {
    constant(HLOType([numbers.count], element), "\(numbers)")
  }

  /// A vector of numbers, by their bits.
  func list(_ numbers: [Float]) -> HLOValue {
    let list = numbers.map(Self.bits).joined(separator: ", ")
    return constant(HLOType([numbers.count], .float32), "[\(list)]")
  }

  private func constant(_ type: HLOType, _ elements: String) -> HLOValue {
    value(type, "stablehlo.constant dense<\(elements)> : \(type)")
  }

  /// A number's bits as hexadecimal digits: `0x3F800000` for 1.
  static func bits(_ number: Float) -> String {
    let digits = String(number.bitPattern, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Numbers 0, 1, 2, ... along an axis.
  func iota(_ dimensions: [Int], axis: Int, _ element: HLOElement = .int32) -> HLOValue {
    let type = HLOType(dimensions, element)
    return value(type, "stablehlo.iota dim = \(axis) : \(type)")
  }
}
