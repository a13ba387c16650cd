/// The numbers of several tensors one after the other.
package struct FlatNumbers {
  /// A part of one tensor.
  package struct Segment: Sendable, Equatable {
    /// The tensor's number.
    package let tensor: Int
    /// The numbers of it.
    package let range: Range<Int>
  }

  /// The tensors' memory, which must stay where it is.
  package let tensors: [UnsafeMutableBufferPointer<Float>]
  /// Where each tensor begins, and the end of the last.
  private let starts: [Int]

  /// The numbers of tensors, in this order.
  package init(_ tensors: [UnsafeMutableBufferPointer<Float>]) {
    self.tensors = tensors
    starts = tensors.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// How many there are.
  package var count: Int { starts[starts.count - 1] }

  /// The parts of tensors that some of the numbers lie in.
  package func segments(_ range: Range<Int>) -> [Segment] {
    if range.isEmpty { return [] }
    // The last tensor that begins at the range's start or before.
    var (low, high) = (0, tensors.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle + 1] <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var found: [Segment] = []
    var number = low
    while number < tensors.count, starts[number] < range.upperBound {
      let part = max(range.lowerBound, starts[number])..<min(range.upperBound, starts[number + 1])
      if !part.isEmpty {
        found.append(
          Segment(
            tensor: number, range: part.lowerBound - starts[number]..<part.upperBound - starts[number]))
      }
      number += 1
    }
    return found
  }

  /// The memory of a segment.
  package func memory(_ segment: Segment) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: tensors[segment.tensor][segment.range])
  }

  /// The bytes of some of the numbers, piece by piece.
  func bytes(_ range: Range<Int>) -> [UnsafeMutableRawBufferPointer] {
    segments(range).map { UnsafeMutableRawBufferPointer(memory($0)) }
  }
}
