import ProcessGroups
import Testing

@Suite struct FlatNumbersTests {
  /// Every range of tensors of these sizes is cut where the tensors end, and nowhere else.
  @Test(arguments: [[], [0], [3], [2, 0, 3], [0, 1, 1, 0, 4]])
  func everyRange(_ sizes: [Int]) {
    let memory = sizes.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0) }
    defer { for tensor in memory { tensor.deallocate() } }
    let numbers = FlatNumbers(memory)
    let places = sizes.enumerated().flatMap { tensor, size in (0..<size).map { [tensor, $0] } }
    #expect(numbers.count == places.count)
    for start in 0...places.count {
      for end in start...places.count {
        let segments = numbers.segments(start..<end)
        let found = segments.flatMap { segment in segment.range.map { [segment.tensor, $0] } }
        #expect(found == Array(places[start..<end]))
        #expect(Set(segments.map(\.tensor)).count == segments.count)
      }
    }
  }
}
