import CPJRT
import Foundation

/// A value that a plug-in knows by a name: an option of a client, or what a plug-in says of itself.
package enum NamedValue: Sendable, Hashable, CustomStringConvertible {
  case text(String)
  case integer(Int)
  case integers([Int])
  case number(Float)
  case flag(Bool)

  /// The value as one would write it.
  package var description: String {
    switch self {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .integers(let numbers): numbers.map(String.init).joined(separator: ".")
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    }
  }

  /// The `count` values that a plug-in hands out, by name.
  static func values(at start: UnsafePointer<PJRT_NamedValue>?, count: Int) -> [String: NamedValue] {
    guard let start else { return [:] }
    var result: [String: NamedValue] = [:]
    // The plug-in's struct may be longer than ours: it is its size that leads to the next.
    let alignment = MemoryLayout<PJRT_NamedValue>.alignment
    let stride = (start.pointee.struct_size + alignment - 1) / alignment * alignment
    for index in 0..<count {
      let value = (UnsafeRawPointer(start) + index * stride).load(as: PJRT_NamedValue.self)
      result[String(counted: value.name, value.name_size)] = NamedValue(value)
    }
    return result
  }

  /// The value, or `nil` for a type that came later.
  private init?(_ value: PJRT_NamedValue) {
    switch value.type {
    case PJRT_NamedValue_kString: self = .text(String(counted: value.string_value, value.value_size))
    case PJRT_NamedValue_kInt64: self = .integer(Int(value.int64_value))
    case PJRT_NamedValue_kInt64List:
      self = .integers(
        UnsafeBufferPointer(start: value.int64_array_value, count: value.value_size).map { Int($0) })
    case PJRT_NamedValue_kFloat: self = .number(value.float_value)
    case PJRT_NamedValue_kBool: self = .flag(value.bool_value)
    default: return nil
    }
  }
}

/// Named values in memory that C can read; it lives as long as this object.
final class NamedValueList {
  private(set) var values: [PJRT_NamedValue] = []
  private var memory: [UnsafeMutableRawPointer] = []

  /// The values, in the order of their names.
  init(_ values: [String: NamedValue]) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { append(name, value) }
  }

  deinit { for block in memory { block.deallocate() } }

  private func append(_ name: String, _ value: NamedValue) {
    var result = PJRT_NamedValue()
    result.struct_size = MemoryLayout<PJRT_NamedValue>.size
    result.name = UnsafePointer(copied(Array(name.utf8), as: CChar.self))
    result.name_size = name.utf8.count
    result.value_size = 1
    switch value {
    case .text(let text):
      result.type = PJRT_NamedValue_kString
      result.string_value = UnsafePointer(copied(Array(text.utf8), as: CChar.self))
      result.value_size = text.utf8.count
    case .integer(let number):
      result.type = PJRT_NamedValue_kInt64
      result.int64_value = Int64(number)
    case .integers(let numbers):
      result.type = PJRT_NamedValue_kInt64List
      result.int64_array_value = UnsafePointer(copied(numbers.map { Int64($0) }, as: Int64.self))
      result.value_size = numbers.count
    case .number(let number):
      result.type = PJRT_NamedValue_kFloat
      result.float_value = number
    case .flag(let flag):
      result.type = PJRT_NamedValue_kBool
      result.bool_value = flag
    }
    values.append(result)
  }

  /// A copy of `elements`, followed by a zero, so that also a text without any has an address.
  private func copied<Element, Bits>(_ elements: [Element], as type: Bits.Type) -> UnsafeMutablePointer<Bits>
  {
    let byteCount = elements.count * MemoryLayout<Element>.stride
    let block = UnsafeMutableRawPointer.allocate(byteCount: byteCount + 8, alignment: 8)
    elements.withUnsafeBytes {
      block.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(block), byteCount: byteCount)
    }
    (block + byteCount).storeBytes(of: 0, as: UInt8.self)
    memory.append(block)
    return block.bindMemory(to: type, capacity: elements.count + 1)
  }
}
