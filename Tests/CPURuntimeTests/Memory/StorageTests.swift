import Autograd
import CPURuntime
import Testing

@Suite struct StorageTests {
  @Test func storagesThatLiveTogetherAreZeroedAlignedAndApart() {
    let types: [TensorType] = [
      .float32([3]), .int32([0]), .float32([]), .int32([5, 7]), .float32([1100, 1000]),
    ]
    let storages = CPURuntime(threads: 1).makeStorages(types)
    #expect(storages.map(\.type) == types)
    for storage in storages {
      storage.withBytes { bytes in
        #expect(bytes.count == storage.type.byteCount && bytes.allSatisfy { $0 == 0 })
        #expect(UInt(bitPattern: bytes.baseAddress) % 64 == 0, "a cache line")
      }
    }
    for (number, storage) in storages.enumerated() {
      storage.withMutableBytes { _ = $0.initializeMemory(as: UInt8.self, repeating: UInt8(number + 1)) }
    }
    for (number, storage) in storages.enumerated() {
      storage.withBytes { bytes in #expect(bytes.allSatisfy { $0 == UInt8(number + 1) }) }
    }
  }

  @Test func revisionGrowsWithEveryWritingAndNotWithReading() {
    let storages = CPURuntime(threads: 1).makeStorages([.float32([2]), .float32([2])])
    var revisions = storages.map(\.revision)
    for value in [Float(1), 1, 2] {
      storages[0].set([value, value])
      #expect(storages[0].revision > revisions[0] && storages[1].revision == revisions[1])
      revisions = storages.map(\.revision)
      #expect(storages[0].floats == [value, value] && storages.map(\.revision) == revisions)
    }
  }

  @Test func aStorageOutlivesItsNeighbours() {
    var storages = CPURuntime(threads: 1).makeStorages([.float32([4]), .float32([4])])
    let last = storages.removeLast()
    storages = []
    last.set([1, 2, 3, 4] as [Float])
    #expect(last.floats == [1, 2, 3, 4])
  }
}
