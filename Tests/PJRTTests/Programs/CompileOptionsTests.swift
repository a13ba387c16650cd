import Testing

@testable import PJRT

@Suite struct CompileOptionsTests {
  /// Written by hand after the wire format: the field's number times eight plus 0 for a number or 2 for what has a length.
  @Test(arguments: [
    (CompileOptions(), [0x1A, 4, 0x20, 1, 0x28, 1]),
    // One device by its number: device_assignment { replica_count 1, computation_count 1, devices { 3 } }.
    (
      CompileOptions(devices: [3]),
      [0x1A, 14, 0x20, 1, 0x28, 1, 0x4A, 8, 0x08, 1, 0x10, 1, 0x1A, 2, 0x08, 3]
    ),
    // Two devices: use_spmd_partitioning, and field 19, which takes two bytes.
    (
      CompileOptions(devices: [0, 200]),
      [
        0x1A, 24, 0x20, 1, 0x28, 2, 0x30, 1, 0x4A, 13, 0x08, 1, 0x10, 2, 0x1A, 2, 0x08, 0, 0x1A, 3, 0x08,
        0xC8, 1,
      ]
        + [0x98, 1, 1]
    ),
    (
      CompileOptions(flags: ["b": .flag(true), "a": .text("x")]),
      [0x1A, 4, 0x20, 1, 0x28, 1]
        + [0x3A, 8, 0x0A, 1, 0x61, 0x12, 3, 0x0A, 1, 0x78]
        + [0x3A, 7, 0x0A, 1, 0x62, 0x12, 2, 0x10, 1]
    ),
    (
      CompileOptions(flags: ["n": .integer(-1), "r": .number(1)]),
      [0x1A, 4, 0x20, 1, 0x28, 1]
        + [0x3A, 16, 0x0A, 1, 0x6E, 0x12, 11, 0x18, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]
        + [0x3A, 14, 0x0A, 1, 0x72, 0x12, 9, 0x21, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    ),
  ])
  func bytes_areThoseOfTheMessage(options: CompileOptions, bytes: [UInt8]) {
    #expect(options.bytes == bytes)
  }

  @Test func order_ofFlagsDoesNotMatter() {
    var options = CompileOptions()
    for number in 0..<20 { options.flags["flag\(number)"] = .integer(number) }
    var other = CompileOptions()
    for number in (0..<20).reversed() { other.flags["flag\(number)"] = .integer(number) }
    #expect(options.bytes == other.bytes && options.bytes.count > 128)
  }
}
