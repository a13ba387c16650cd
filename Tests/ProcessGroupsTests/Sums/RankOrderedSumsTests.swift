import Foundation
import ProcessGroups
import ProcessGroupsTestSupport
import Testing

/// Sums over processes and passes have the bits of one process that adds all parts in their order.
@Suite struct RankOrderedSumsTests {
  struct World: Sendable {
    let sizes: [Int]
    let block: Int
  }

  /// Empty tensors, fewer numbers than processes, blocks that cut tensors, and one for all.
  static let worlds = [
    World(sizes: [], block: 4), World(sizes: [0, 0], block: 4), World(sizes: [1], block: 4),
    World(sizes: [2, 0, 1], block: 1),
    World(sizes: [7, 33, 1, 5, 64], block: 3), World(sizes: [7, 33, 1, 5, 64], block: 16),
    World(sizes: [100, 3], block: 1 << 20),
  ]

  @Test(arguments: worlds, [1, 2, 3, 4])
  func bits(_ world: World, _ count: Int) throws {
    for passes in 1...3 {
      // A second step must not see the first one's sums.
      for step in 0..<2 {
        let expected = Self.sums(world.sizes, parts: count * passes, step: step)
        let results = ThreadGroup.run(count) { group -> [[Float]] in
          let tensors = Tensors(world.sizes)
          let sums = RankOrderedSums(
            group, numbers: world.sizes.reduce(0, +), blockCount: world.block)
          for step in 0...step {
            for pass in 0..<passes {
              tensors.fill(part: pass * count + group.rank, step: step)
              try sums.add(tensors.memory, pass: pass, of: passes)
              if pass < passes - 1 { #expect(tensors.values.joined().allSatisfy { $0 == 0 }) }
            }
          }
          return tensors.values
        }
        for result in results { #expect(try result.get() == expected, "\(passes) passes, step \(step)") }
      }
    }
  }

  /// The test can tell orders apart: another one gives other bits.
  @Test func anotherOrder_hasOtherBits() {
    let sizes = [100]
    let parts = (0..<4).map { part in Self.part(sizes, part, step: 0)[0] }
    let backwards = parts.reversed().reduce([Float](repeating: 0, count: 100)) { zip($0, $1).map(+) }
    #expect(Self.sums(sizes, parts: 4, step: 0)[0] != backwards)
  }

  @Test func memory_isAPieceAndTwoBlocksOfEachProcess() {
    #expect(RankOrderedSums.byteCount(numbers: 1_000, count: 4, passes: 1, blockCount: 100) == 4 * 800)
    #expect(
      RankOrderedSums.byteCount(numbers: 1_000, count: 4, passes: 2, blockCount: 100) == 4 * (800 + 250))
    #expect(RankOrderedSums.byteCount(numbers: 100, count: 4, passes: 1, blockCount: 1_000) == 4 * 200)
  }

  /// What a part's tensors hold: numbers of very different sizes.
  static func part(_ sizes: [Int], _ part: Int, step: Int) -> [[Float]] {
    var state = UInt64(part * 1_000 + step + 1)
    return sizes.map { size in
      (0..<size).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let number = Float(Int64(bitPattern: state) >> 40) * 0x1p-23
        return number * Float(1 << Int(state >> 60))
      }
    }
  }

  static func sums(_ sizes: [Int], parts: Int, step: Int) -> [[Float]] {
    var sums = sizes.map { [Float](repeating: 0, count: $0) }
    for number in 0..<parts {
      for (tensor, values) in part(sizes, number, step: step).enumerated() {
        for (index, value) in values.enumerated() { sums[tensor][index] += value }
      }
    }
    return sums
  }

  /// Tensors of one process.
  private final class Tensors {
    let memory: [UnsafeMutableBufferPointer<Float>]
    private let sizes: [Int]

    init(_ sizes: [Int]) {
      self.sizes = sizes
      memory = sizes.map { size in
        let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(1, size))
        memory.initialize(repeating: 0)
        return UnsafeMutableBufferPointer(rebasing: memory[0..<size])
      }
    }

    deinit { for tensor in memory { tensor.deallocate() } }

    func fill(part: Int, step: Int) {
      for (tensor, values) in zip(memory, RankOrderedSumsTests.part(sizes, part, step: step)) {
        for (index, value) in values.enumerated() { tensor[index] = value }
      }
    }

    var values: [[Float]] { memory.map(Array.init) }
  }
}
