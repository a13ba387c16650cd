import CPJRT
import Testing

@testable import PJRT

@Suite struct NamedValueTests {
  static let values: [String: NamedValue] = [
    "platform_name": .text("cuda"), "empty": .text(""), "count": .integer(-3),
    "versions": .integers([1, 14, 2]),
    "none": .integers([]), "memory_fraction": .number(0.75), "preallocate": .flag(true),
    "über": .text("größer"),
  ]

  /// What C is given reads back as it was.
  @Test func values_surviveTheWayThroughC() {
    let list = NamedValueList(Self.values)
    let read = list.values.withUnsafeBufferPointer { NamedValue.values(at: $0.baseAddress, count: $0.count) }
    #expect(read == Self.values)
    withExtendedLifetime(list) {}
  }

  /// A plug-in whose struct has grown lays its values further apart.
  @Test func valuesOfALongerStruct_areFoundByItsSize() {
    let list = NamedValueList(["a": .integer(1), "b": .flag(true)])
    let size = MemoryLayout<PJRT_NamedValue>.size + 16
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * size, alignment: 8)
    defer { memory.deallocate() }
    for (index, value) in list.values.enumerated() {
      var longer = value
      longer.struct_size = size
      memory.storeBytes(of: longer, toByteOffset: index * size, as: PJRT_NamedValue.self)
    }
    let read = NamedValue.values(
      at: memory.baseAddress?.assumingMemoryBound(to: PJRT_NamedValue.self), count: 2)
    #expect(read == ["a": .integer(1), "b": .flag(true)])
    withExtendedLifetime(list) {}
  }

  @Test func nothing_isNoValues() { #expect(NamedValue.values(at: nil, count: 0).isEmpty) }

  @Test func descriptions_areAsOneWritesThem() {
    #expect("\(NamedValue.integers([1, 14, 2]))" == "1.14.2" && "\(NamedValue.flag(false))" == "false")
  }
}
