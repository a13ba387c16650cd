import Testing

@testable import Setup

/// What a limit of addresses leaves.
@Suite struct AddressUseTests {
  private static let mebibyte = 1 << 20

  @Test(arguments: [(600, 290, 40, 326, 2), (300, 290, 40, 26, 0), (200, 290, 40, 0, 0)])
  func memoryAndBuffers(limit: Int, taken: Int, resident: Int, memory: Int, buffers: Int) {
    let use = AddressUse(
      limit: limit * Self.mebibyte, taken: taken * Self.mebibyte, resident: resident * Self.mebibyte)
    #expect(use.memory == memory * Self.mebibyte)
    #expect(use.withoutMemory == (taken - resident + 24) * Self.mebibyte)
    #expect(use.affordable(of: 70 * Self.mebibyte) == buffers)
  }

  #if os(Linux)
    @Test func thisProcessHasMoreAddressesThanMemory() {
      #expect(ProcessMemory.addresses > ProcessMemory.resident)
    }
  #endif
}
