@testable import CPURuntime
import Testing

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

@Suite struct MemoryNodesTests {
  /// What was there before is not asked for: memory is fresh, and stays zero to the last byte.
  @Test(arguments: [1, 2], [1, 4096, 3 << 20, (3 << 20) + 5])
  func freshMemoryStaysZero(nodes: Int, byteCount: Int) {
    let memory = AlignedMemory(byteCount: byteCount)
    MemoryNodes.spread(memory.bytes, over: ThreadPool(threads: 2), nodes: nodes)
    #expect(memory.bytes.count == byteCount && memory.bytes.allSatisfy { $0 == 0 })
  }

  @Test func thereIsAtLeastOne() { #expect(MemoryNodes.count >= 1) }
}
