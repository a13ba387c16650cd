import Testing

@testable import CPURuntime

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
