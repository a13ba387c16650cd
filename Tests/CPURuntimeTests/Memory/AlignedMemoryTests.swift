import Testing

@testable import CPURuntime

@Suite struct AlignedMemoryTests {
  /// Sizes on both sides of the border from which on pages come from the system.
  @Test(arguments: [0, 1, 63, 4096, 1 << 21, (1 << 22) - 1, 1 << 22, (1 << 22) + 1, (5 << 20) + 12_345])
  func memoryIsAligned_zeroed_andWhole(_ size: Int) {
    for _ in 0..<3 {
      let memory = AlignedMemory(byteCount: size)
      #expect(memory.bytes.count == max(size, 1))
      #expect(Int(bitPattern: memory.bytes.baseAddress) % AlignedMemory.alignment == 0)
      let places = Array(stride(from: 0, to: memory.bytes.count, by: 509)) + [memory.bytes.count - 1]
      #expect(places.allSatisfy { memory.bytes[$0] == 0 })
      for place in places { memory.bytes[place] = UInt8(truncatingIfNeeded: place &+ 1) }
      #expect(places.allSatisfy { memory.bytes[$0] == UInt8(truncatingIfNeeded: $0 &+ 1) })
    }
  }
}
