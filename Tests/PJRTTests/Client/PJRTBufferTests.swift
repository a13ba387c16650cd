import Testing

@testable import PJRT

@Suite(.needsPlugIn) struct PJRTBufferTests {
  @Test func tensors_comeBackAsTheyWent() throws {
    let client = try TestPlugIn.client()
    let floats = (0..<24).map { Float($0) / 7 }
    for device in 0..<2 {
      let buffer = try client.buffer(floats, .float32, [2, 3, 4], device: device)
      #expect(try buffer.dimensions() == [2, 3, 4] && buffer.element() == .float32)
      #expect(try buffer.elements(Float.self, 24) == floats)
      #expect(try !buffer.isDonated())
    }
  }

  @Test(arguments: ElementType.allCases) func everyType_isItself(type: ElementType) throws {
    let bytes = (0..<(6 * type.byteCount)).map { UInt8($0 % 2) }
    let buffer = try TestPlugIn.client().buffer(bytes, type, [6])
    #expect(try buffer.element() == type && buffer.elements(UInt8.self, bytes.count) == bytes)
  }

  /// Above a mebibyte the transfer reads the caller's memory; it must be over when the call returns.
  @Test func largeTensor_isCopiedBeforeTheCallReturns() throws {
    let client = try TestPlugIn.client()
    var numbers = (0..<(1 << 19)).map { Int32($0) }
    let buffer = try client.buffer(numbers, .int32, [512, 1024])
    let expected = numbers
    for index in numbers.indices { numbers[index] = -1 }
    #expect(try buffer.elements(Int32.self, expected.count) == expected)
  }

  @Test func scalarAndEmptyTensor_haveTheirShapes() throws {
    let client = try TestPlugIn.client()
    let scalar = try client.buffer([Float(2.5)], .float32, [])
    #expect(try scalar.dimensions().isEmpty && scalar.elements(Float.self, 1) == [2.5])
    let empty = try client.buffer([Float](), .float32, [0, 4])
    #expect(try empty.dimensions() == [0, 4] && empty.elements(Float.self, 0).isEmpty)
  }

  @Test func tooLittleRoom_isAnError() throws {
    let buffer = try TestPlugIn.client().buffer([Float](repeating: 1, count: 8), .float32, [8])
    #expect(throws: PJRTError.self) { try buffer.elements(Float.self, 4) }
  }
}
